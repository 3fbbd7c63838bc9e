import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assertSupported } from '#platform/db/server.ts'
import { claimDataFolder } from './running.ts'

/** What a person sees of a start that cannot be: one sentence, no stack, status 2. */
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'lettershop-start-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function start(settings: Record<string, string>): Promise<{ status: number; said: string }> {
  const child = spawn(process.execPath, [MAIN, 'start'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      LETTERSHOP_DATA_DIR: path.join(folder, 'data'),
      PORT: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const out of [child.stdout, child.stderr]) out.on('data', chunk => (said += String(chunk)))
  const [status] = await once(child, 'close')
  return { status, said }
}

test.each<[string, Record<string, string>, RegExp]>([
  ['a port that is no number', { PORT: 'abc' }, /^PORT: must be a whole number from 0 to 65535\..*\n$/],
  [
    'an address that is no database',
    { DATABASE_URL: 'mysql://x' },
    /^DATABASE_URL: must be postgres:\/\/.*\n$/,
  ],
  [
    'a database that does not answer',
    { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' },
    /The database at 127\.0\.0\.1:1 cannot be used .*ECONNREFUSED.* Check DATABASE_URL/,
  ],
  ['a data folder below a file', { LETTERSHOP_DATA_DIR: `${MAIN}/x` }, /^\S+ cannot be made: .*\n$/],
])('%s', async (_what, settings, sentence) => {
  const { status, said } = await start(settings)
  expect(said).toMatch(sentence)
  expect(said).not.toMatch(/^\s+at /m)
  expect(status).toBe(2)
})

test('a port that somebody has', async () => {
  const other = net.createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as net.AddressInfo
  expect(await start({ PORT: String(port) })).toEqual({
    status: 2,
    said: `Port ${port} is taken by another program. Stop that one, or set PORT to another number.\n`,
  })
  other.close()
})

test('a folder that runs already: the second start is told where; a killed one left nothing in the way', async () => {
  const file = path.join(folder, 'running')
  // A process that lives and looks like ours: the mark is in its arguments.
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'main.ts'], { stdio: 'ignore' })
  await once(other, 'spawn')
  await writeFile(file, `${other.pid} http://localhost:4400\n`)
  await expect(claimDataFolder(folder, 'http://localhost:4401')).rejects.toThrow(
    /is running already with .*: http:\/\/localhost:4400\. Stop it \(process \d+\)/,
  )
  other.kill('SIGKILL')
  await once(other, 'exit')
  const release = await claimDataFolder(folder, 'http://localhost:4401')
  expect(await readFile(file, 'utf8')).toBe(`${process.pid} http://localhost:4401\n`)
  await release()
  await expect(readFile(file)).rejects.toThrow('ENOENT')
})

test('a server that is too old', () => {
  expect(() => assertSupported(14)).toThrow(/^PostgreSQL 14 is too old: 15 to 18 are supported/)
  for (const version of [15, 18, 19]) expect(() => assertSupported(version)).not.toThrow()
})
