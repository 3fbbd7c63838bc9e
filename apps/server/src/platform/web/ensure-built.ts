import { spawn } from 'node:child_process'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { compressFiles } from './compress.ts'
import { hashOfSources } from './source-hash.ts'
import { WEB_DEPENDENCIES, WEB_DIST, WEB_ROOT } from './web-files.ts'

/** A sentence for the person at the keyboard. */
export class WebBuildError extends Error {
  override readonly name = 'WebBuildError'
}

const STAMP = 'build.sha256'
const SOURCES = ['index.html', 'package.json', 'tsconfig.json', 'vite.config.ts', 'public', 'src'].map(name =>
  path.join(WEB_ROOT, name),
)

/**
 * Builds the web app when its sources are not those of the last build; otherwise reads some hundred small files and
 * is done. Built beside and put in place at the end: a build that is killed leaves the old one standing.
 * @param step told what is being done, if anything is
 * @throws {WebBuildError} with what Vite said
 */
export async function ensureWebBuilt(step: (text: string) => void): Promise<void> {
  const wanted = await hashOfSources([...SOURCES, ...WEB_DEPENDENCIES])
  if ((await builtFrom()) === wanted) return
  const vite = findVite()
  step('Building the web app')
  const fresh = path.join(WEB_ROOT, 'node_modules', `.build-${process.pid}`)
  await mkdir(path.dirname(fresh), { recursive: true })
  try {
    await runVite(vite, fresh)
    await compressFiles(fresh)
    await writeFile(path.join(fresh, STAMP), wanted)
    await replace(WEB_DIST, fresh)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

async function builtFrom(): Promise<string | undefined> {
  return readFile(path.join(WEB_DIST, STAMP), 'utf8').catch(() => undefined)
}

function findVite(): string {
  try {
    const manifest = createRequire(path.join(WEB_ROOT, 'package.json')).resolve('vite/package.json')
    return path.join(path.dirname(manifest), 'bin/vite.js')
  } catch (cause) {
    throw new WebBuildError(
      'The web app must be built and Vite is not installed. Run npm ci, then start again.',
      {
        cause,
      },
    )
  }
}

/** In a process of its own: its memory goes with it, and the server's event loop stays free. */
function runVite(vite: string, outDir: string): Promise<void> {
  const child = spawn(
    process.execPath,
    [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: WEB_ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
  let said = ''
  for (const out of [child.stdout, child.stderr]) out.on('data', chunk => (said += String(chunk)))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', code => {
      if (code === 0) resolve()
      else reject(new WebBuildError(`The web app could not be built:\n${said.trim()}`))
    })
  })
}

/** Puts `fresh` in the place of `target`; what was there goes after it is out of the way. */
async function replace(target: string, fresh: string): Promise<void> {
  const old = `${fresh}-old`
  await rename(target, old).catch(() => undefined)
  await rename(fresh, target)
  await rm(old, { recursive: true, force: true })
}
