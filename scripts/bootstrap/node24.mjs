// Plain JavaScript for Node 20: finds the Node 24 that came with the packages.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { root } from './install.mjs'

// Read before the packages are installed: npm may be killed meanwhile.
const npm = process.ppid

/** The pinned Node of node_modules, or the host's own when it is new enough. */
export function node24() {
  const names = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ]
  for (const name of names) {
    const binary = path.join(
      root,
      'node_modules',
      name,
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    )
    if (fs.existsSync(binary)) return binary
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  process.stderr.write(
    `There is no Node 24 for ${process.platform}-${process.arch} in npm. Install Node 24 or newer and try again.\n`,
  )
  process.exit(2)
}

/** kill -9 of npm gives no signal, but then our parent is another one: the program is asked to end. */
function endWithNpm(child) {
  if (!process.env.npm_lifecycle_event) return
  const timer = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(timer)
    child.kill('SIGTERM')
  }, 500).unref()
}

/** Runs a program on Node 24 in our place: signals and exit status pass through. */
export function runNode24(args, env = {}) {
  const binary = node24()
  const child = spawn(binary, args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${path.dirname(binary)}${path.delimiter}${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH ?? ''}`,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? path.join(root, 'node_modules/.cache/compile'),
      LETTERSHOP_STARTER: String(process.pid),
      ...env,
    },
  })
  endWithNpm(child)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGKILL' ? 137 : 1)))
  return child
}
