// `npm run lock`: makes package-lock.json anew, in an empty folder (beside an existing node_modules npm 11.19 drops the
// optional packages of other platforms). Where the registry that is reached does not hold a platform's package, npm leaves
// it out without a word and `npm ci` then refuses the lock file for everybody: such entries are added from the exact
// version that their parent names and the platform that their name says. npm never fetches them on another platform.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { root } from './bootstrap/install.mjs'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lettershop-lock-'))
const files = [
  'package.json',
  '.npmrc',
  ...['apps', 'packages'].flatMap(top =>
    fs.readdirSync(path.join(root, top)).map(name => `${top}/${name}/package.json`),
  ),
]
for (const file of files) {
  if (!fs.existsSync(path.join(root, file))) continue
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  fs.copyFileSync(path.join(root, file), path.join(folder, file))
}
execFileSync('npm', ['install', '--package-lock-only'], { cwd: folder, stdio: 'inherit' })
const lock = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'))
addMissingPlatforms(lock.packages)
fs.writeFileSync(path.join(root, 'package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`)
fs.rmSync(folder, { recursive: true })

function addMissingPlatforms(packages) {
  for (const parent of Object.values(packages))
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      const platform = platformOf(name)
      const place = `node_modules/${name}`
      if (packages[place] || !platform || !/^\d/.test(version)) continue
      packages[place] = { version, ...platform, ...(parent.dev ? { dev: true } : {}), optional: true }
      console.log(`added ${name}@${version}`)
    }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  for (const place of Object.keys(packages)) delete packages[place]
  Object.assign(packages, sorted)
}

/** `@biomejs/cli-linux-x64-musl` -> { cpu: ['x64'], os: ['linux'], libc: ['musl'] } */
function platformOf(name) {
  const [, os, cpu, abi] =
    /-(android|darwin|freebsd|linux|openharmony|win32|windows)-(arm64|arm|x64|ia32|riscv64|ppc64|s390x|loong64|mips64el)(?:-(\w+))?$/.exec(
      name,
    ) ?? []
  if (!os) return undefined
  const libc = abi?.startsWith('musl')
    ? ['musl']
    : abi === 'gnu' || abi?.startsWith('gnueabi')
      ? ['glibc']
      : undefined
  return { cpu: [cpu], ...(libc ? { libc } : {}), os: [os === 'windows' ? 'win32' : os] }
}
