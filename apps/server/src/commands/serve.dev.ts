import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { runStart } from './serve.start.ts'

const WEB = fileURLToPath(new URL('../../../web/', import.meta.url))

/** `npm run dev`: everything as in `start`, and Vite beside it, which reloads pages as they are edited and passes /v1 and /api on. */
export async function runDev(): Promise<void> {
  const vite = path.join(
    path.dirname(createRequire(path.join(WEB, 'package.json')).resolve('vite/package.json')),
    'bin/vite.js',
  )
  const child = spawn(process.execPath, [vite, '--clearScreen', 'false'], {
    cwd: WEB,
    stdio: 'inherit',
    env: process.env,
  })
  process.on('exit', () => child.kill())
  await runStart({ demo: true })
}
