// Plain JavaScript for Node 20: this runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const stampFile = path.join(root, 'node_modules/.lettershop-installed')

/** What node_modules must have been made from: the lock file, on this kind of machine. */
function wanted() {
  const lock = fs.readFileSync(path.join(root, 'package-lock.json'))
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}`
}

const isInstalled = () => fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === wanted()

/** Runs `npm ci` unless node_modules was made from this lock file already. Writes to stderr only, so that --json stays clean. */
export function ensureInstalled() {
  if (isInstalled()) return
  const release = takeLock(path.join(root, '.lettershop'))
  if (!isInstalled()) install()
  release()
}

function install() {
  const stamp = wanted()
  process.stderr.write('Installing packages (once; about a minute)…\n')
  const npm = process.env.npm_execpath
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []]
  const done = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: !npm && process.platform === 'win32',
  })
  if (done.status !== 0) {
    process.stderr.write(
      'The packages could not be installed. Check the network and the messages above, then try again.\n',
    )
    process.exit(2)
  }
  // `npm ci` deletes node_modules first, so the stamp can only stand there after it has succeeded.
  fs.writeFileSync(stampFile, stamp)
}

/** One process at a time: two `npm ci` in one folder destroy each other's work. The lock of a killed one is taken over. */
function takeLock(folder) {
  const file = path.join(folder, 'installing')
  fs.mkdirSync(folder, { recursive: true })
  for (let told = false; ; sleep(200)) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => fs.rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = Number(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '')
    if (holder > 0 && !isAlive(holder)) fs.rmSync(file, { force: true })
    else if (!told) process.stderr.write('Another process is installing the packages; waiting for it…\n')
    told = true
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function sleep(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
