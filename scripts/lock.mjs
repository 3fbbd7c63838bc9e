// `npm run lock`: makes package-lock.json anew, in an empty folder. `npm install` beside an existing node_modules drops
// the optional packages of other platforms from the lock file (seen with npm 11.19), and then `npm ci` fails for everybody.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root } from './bootstrap/install.mjs'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lettershop-lock-'))
const files = ['package.json', '.npmrc', ...['apps', 'packages'].flatMap(top => fs.readdirSync(path.join(root, top)).map(name => `${top}/${name}/package.json`))]
for (const file of files) {
  if (!fs.existsSync(path.join(root, file))) continue
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  fs.copyFileSync(path.join(root, file), path.join(folder, file))
}
execFileSync('npm', ['install', '--package-lock-only'], { cwd: folder, stdio: 'inherit' })
fs.copyFileSync(path.join(folder, 'package-lock.json'), path.join(root, 'package-lock.json'))
fs.rmSync(folder, { recursive: true })
