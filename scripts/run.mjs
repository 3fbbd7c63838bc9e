// Runs one of the repository's own TypeScript programs on Node 24: `node scripts/run.mjs bench/run.ts --list`.
import path from 'node:path'
import { ensureInstalled, root } from './bootstrap/install.mjs'
import { runNode24 } from './bootstrap/node24.mjs'

ensureInstalled()
const [program = '', ...rest] = process.argv.slice(2)
runNode24([path.join(root, program), ...rest])
