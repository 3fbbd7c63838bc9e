import { chmod, mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/**
 * Not those that the package proposes: they switch web security off, which tests are there to see, and run everything
 * in one process, which ends with the first context that is closed.
 */
const ARGUMENTS = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none']

const requireHere = createRequire(import.meta.url)

/**
 * Opens the real browser that npm ships; nothing is downloaded. Unpacked once a version and user (2 s), 0.1 s after.
 * @param localhost port at which the browser finds `localhost`, whatever port an address names: a server of a test is
 *   listening anywhere, while its pages, codes and cookies carry its public address
 */
export async function openChromium({ localhost }: { localhost?: number } = {}): Promise<Browser> {
  const folder = path.join(tmpdir(), `lettershop-chromium-${userInfo().uid}-${await versionOf()}`)
  if (!(await isThere(folder))) await unpackInto(folder)
  const executablePath = await executableIn(folder)
  const rules = localhost === undefined ? [] : [`--host-resolver-rules=MAP localhost 127.0.0.1:${localhost}`]
  return chromium.launch({ executablePath, args: [...ARGUMENTS, ...rules], headless: true })
}

async function versionOf(): Promise<string> {
  const main = requireHere.resolve('@sparticuz/chromium')
  const manifest: { version: string } = JSON.parse(
    await readFile(path.join(path.dirname(main), '../package.json'), 'utf8'),
  )
  return manifest.version
}

const isThere = (folder: string): Promise<boolean> =>
  stat(path.join(folder, 'chromium')).then(
    () => true,
    () => false,
  )

/** Beside its place first: two test files that begin at once never run each other's half of a browser. */
async function unpackInto(folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true })
  const beside = await mkdtemp(`${folder}-`)
  await chmod(beside, 0o700)
  await executableIn(beside)
  await rename(beside, folder).catch(async (error: unknown) => {
    await rm(beside, { recursive: true, force: true })
    if (!(await isThere(folder))) throw error
  })
}

/** The package takes whatever lies at $TMPDIR/chromium, of any version and owner: it gets a folder of our own. */
async function executableIn(folder: string): Promise<string> {
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = folder
  try {
    const { default: shipped } = await import('@sparticuz/chromium')
    return await shipped.executablePath()
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}
