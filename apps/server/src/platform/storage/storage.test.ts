import { spawn } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { tenantId } from '@lettershop/tenant-router'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFileStorage, type Storage, storageKey } from './index.ts'

const organization = tenantId(randomUUID())
let root: string
let storage: Storage

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'storage-'))
  storage = await openFileStorage(root)
})
afterEach(() => rm(root, { recursive: true }))

const unfinished = () => readdir(path.join(root, '.unfinished'))
async function keysBelow(prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of storage.list(prefix)) keys.push(key)
  return keys
}

test('what was put comes back whole, in part, with its size and hash', async () => {
  const bytes = randomBytes(300_000)
  const key = storageKey(organization, 'asset')
  const put = await storage.put(key, Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]))
  expect(put).toEqual({ bytes: 300_000, sha256: createHash('sha256').update(bytes).digest('hex') })
  expect(await storage.read(key)).toEqual(bytes)
  expect(await buffer(await storage.open(key, { start: 10, end: 19 }))).toEqual(bytes.subarray(10, 20))
  expect(await storage.stat(key)).toMatchObject({ key, bytes: 300_000 })
  expect(await unfinished()).toEqual([])
})

test('an empty object is an object', async () => {
  const key = storageKey(organization, 'export')
  expect(await storage.put(key, new Uint8Array())).toMatchObject({ bytes: 0 })
  expect(await storage.read(key)).toHaveLength(0)
})

test('beyond the limit, after a broken upload or an abort nothing is kept', async () => {
  const key = storageKey(organization, 'upload')
  await expect(storage.put(key, randomBytes(11), { limit: 10 })).rejects.toMatchObject({
    code: 'body_too_large',
  })
  const broken = Readable.from(
    (async function* () {
      yield randomBytes(1000)
      throw new Error('the line broke')
    })(),
  )
  await expect(storage.put(key, broken)).rejects.toThrow('the line broke')
  await expect(storage.put(key, randomBytes(9), { signal: AbortSignal.abort() })).rejects.toThrow()
  expect(await storage.stat(key)).toBeUndefined()
  expect(await unfinished()).toEqual([])
})

test('a full disk is a clear error', async () => {
  const full = Readable.from(
    (async function* () {
      yield randomBytes(10)
      throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    })(),
  )
  await expect(storage.put(storageKey(organization, 'print'), full)).rejects.toMatchObject({
    code: 'storage_full',
  })
})

test('no key leaves the folder', async () => {
  const bad = [
    '',
    '/etc/passwd',
    `${organization}/../x`,
    `${organization}/a/../../b`,
    `${organization}/.hidden`,
    `${organization}//x`,
    `${organization}\\x`,
    `${organization}/a\0b`,
    '.unfinished/x',
    `${organization}/`,
    'x/y',
  ]
  for (const key of bad) {
    await expect(storage.put(key, new Uint8Array())).rejects.toThrow(TypeError)
    await expect(storage.read(key)).rejects.toThrow(TypeError)
    await expect(storage.remove(key)).rejects.toThrow(TypeError)
  }
  for (const prefix of ['', '..', `${organization}`, `${organization}/../`, '/'])
    await expect(keysBelow(prefix)).rejects.toThrow(TypeError)
})

test('a list shows one organization, removal takes one object and may be repeated', async () => {
  const stranger = tenantId(randomUUID())
  const [one, two, other] = [
    storageKey(organization, 'asset'),
    storageKey(organization, 'print'),
    storageKey(stranger, 'asset'),
  ]
  for (const key of [one, two, other]) await storage.put(key, randomBytes(5))
  expect((await keysBelow(`${organization}/`)).sort()).toEqual([one, two].sort())
  expect(await keysBelow(`${organization}/print/`)).toEqual([two])
  expect(await keysBelow(`${tenantId(randomUUID())}/`)).toEqual([])
  await storage.remove(one)
  await storage.remove(one)
  await expect(storage.read(one)).rejects.toMatchObject({ code: 'not_found' })
  await expect(storage.open(one)).rejects.toMatchObject({ code: 'not_found' })
  expect(await keysBelow(`${organization}/`)).toEqual([two])
})

test('what a killed write left is swept at the next start; a write that goes on elsewhere is not', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  const leftover = `${os.hostname()}.${child.pid}.${randomUUID()}`
  const [mine, elsewhere] = [
    `${os.hostname()}.${process.pid}.${randomUUID()}`,
    `other.example.1.${randomUUID()}`,
  ]
  await mkdir(path.join(root, '.unfinished'), { recursive: true })
  for (const name of [leftover, mine, elsewhere])
    await writeFile(path.join(root, '.unfinished', name), 'half')
  await openFileStorage(root)
  expect((await unfinished()).sort()).toEqual([mine, elsewhere].sort())
})
