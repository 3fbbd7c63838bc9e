// `npm start` and `npm run lettershop`: installs what is missing, then hands over to the program on Node 24.
import path from 'node:path'
import { ensureInstalled, root } from './bootstrap/install.mjs'
import { runNode24 } from './bootstrap/node24.mjs'

ensureInstalled()
runNode24([path.join(root, 'apps/server/src/main.ts'), ...process.argv.slice(2)])
