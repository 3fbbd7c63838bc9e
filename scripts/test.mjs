// `npm test`: installs what is missing, then runs every test on Node 24. Arguments go to Vitest.
import path from 'node:path'
import { ensureInstalled, root } from './bootstrap/install.mjs'
import { runNode24 } from './bootstrap/node24.mjs'

ensureInstalled()
process.chdir(root)
runNode24([path.join(root, 'scripts/test.ts'), ...process.argv.slice(2)])
