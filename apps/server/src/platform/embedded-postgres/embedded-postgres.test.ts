import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { parseConnectionUrl, withConnection } from '@lettershop/tenant-router'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts'

let base: string
let running: EmbeddedPostgres[]

beforeEach(async () => {
  running = []
  base = await mkdtemp(path.join(existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'lettershop-embedded-'))
  await chmod(base, 0o755)
})

afterEach(async () => {
  for (const server of running) await server.stop()
  const elsewhere = await readFile(path.join(base, 'closed/data/cluster-location'), 'utf8').catch(() => '')
  if (elsewhere !== '') await rm(path.dirname(elsewhere.trim()), { recursive: true })
  await rm(base, { recursive: true, force: true })
})

async function start(
  dataDir = path.join(base, 'data'),
  more: { port?: number } = {},
): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, durable: false, ...more })
  running.push(server)
  return server
}

const ask = (server: EmbeddedPostgres, text: string) =>
  withConnection(parseConnectionUrl(server.superuserUrl('postgres')), client => client.query(text))

const pidOf = async (cluster: string) =>
  Number((await readFile(path.join(cluster, 'postmaster.pid'), 'utf8')).split('\n')[0])

test('a first start makes everything, a second one keeps port and rows, a third beside it adopts', async () => {
  const first = await start()
  await ask(first, 'create table kept (n int); insert into kept values (7)')
  await first.stop()
  const second = await start()
  expect([second.adopted, second.port]).toEqual([false, first.port])
  const third = await start()
  expect([third.adopted, third.port]).toEqual([true, first.port])
  await third.stop()
  expect((await ask(second, 'select n from kept')).rows).toEqual([{ n: 7 }])
})

test('nobody enters without the password, which only we may read', async () => {
  const server = await start()
  const settings = parseConnectionUrl(server.superuserUrl('postgres'))
  const guess = { ...settings, password: 'postgres' }
  await expect(withConnection(guess, client => client.query('select 1'))).rejects.toMatchObject({
    code: '28P01',
  })
  expect((await stat(path.join(base, 'data/password'))).mode & 0o777).toBe(0o600)
})

test('after kill -9 the next start recovers what was committed', async () => {
  const server = await start()
  await ask(server, 'create table kept (n int); insert into kept values (1)')
  process.kill(await pidOf(path.join(base, 'data/cluster')), 'SIGKILL')
  const again = await start()
  expect(again.adopted).toBe(false)
  expect((await ask(again, 'select n from kept')).rows).toEqual([{ n: 1 }])
})

test('a pid file that names another live process is no obstacle', async () => {
  const server = await start()
  await server.stop()
  await writeFile(
    path.join(base, 'data/cluster/postmaster.pid'),
    `${process.pid}\n/elsewhere\n0\n5432\n\n\n\nready\n`,
  )
  expect((await start()).adopted).toBe(false)
})

test('what a killed first start left behind is made anew; a served cluster without its password is not', async () => {
  await mkdir(path.join(base, 'data/cluster/base'), { recursive: true })
  await writeFile(path.join(base, 'data/password'), 'half\n')
  const server = await start()
  await server.stop()
  await rm(path.join(base, 'data/password'))
  await expect(start()).rejects.toThrow(/not complete: the file "password" is missing/)
})

test('a folder with files of somebody else is left alone', async () => {
  await mkdir(path.join(base, 'data'))
  await writeFile(path.join(base, 'data/thesis.txt'), 'mine')
  await expect(start()).rejects.toThrow(/files that are not ours \(thesis\.txt\)/)
})

test('a folder that the server account cannot enter is no obstacle', async () => {
  await mkdir(path.join(base, 'closed'), { mode: 0o700 })
  const data = path.join(base, 'closed/data')
  const first = await start(data)
  await ask(first, 'create table kept (n int)')
  await first.stop()
  const second = await start(data)
  await expect(ask(second, 'select n from kept')).resolves.toBeDefined()
})

test('a taken port is one clear sentence when it was asked for, and no matter otherwise', async () => {
  const first = await start()
  await first.stop()
  const thief = net.createServer().listen(first.port, '127.0.0.1')
  await expect(start(undefined, { port: first.port })).rejects.toThrow(
    `Port ${first.port} on 127.0.0.1 is taken`,
  )
  expect((await start()).port).not.toBe(first.port)
  thief.close()
})
