import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { appendFile, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PendingEvent } from './event.ts'
import { readSpooled, Spool } from './spool.ts'
import { uuidV7 } from './uuid.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'spool-'))
})
afterEach(() => rm(folder, { recursive: true }))

const pending = (): PendingEvent => ({
  organization: '0190a1b2-0000-7000-8000-00000000000a',
  event: {
    id: uuidV7(new Date()),
    type: 'qr_scan',
    campaign_id: null,
    campaign_recipient_id: null,
    landing_page_id: null,
    occurred_at: new Date().toISOString(),
    visitor: null,
    device_class: 'phone',
    referrer_host: null,
    is_bot: false,
    bot_class: null,
    properties: {},
  },
})

async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  return child.pid!
}

test('what was appended is on the disk, each line once, and gone after it was taken', async () => {
  const spool = await Spool.open(folder)
  const events = Array.from({ length: 300 }, pending)
  expect(await Promise.all(events.map(event => spool.append(event)))).not.toContain(false)
  const files = await spool.take()
  const read = (await Promise.all(files.map(readSpooled))).flat()
  expect(read).toEqual(events)
  for (const file of files) await spool.discard(file)
  expect(await spool.take()).toEqual([])
  await spool.close()
})

test('a file that is written to meanwhile is not taken', async () => {
  const spool = await Spool.open(folder)
  await spool.append(pending())
  const [first] = await Promise.all([spool.take(), spool.append(pending())])
  for (const file of first) await spool.discard(file)
  const later = await spool.take()
  const read = (await Promise.all([...later].map(readSpooled))).flat()
  expect(read.length).toBeLessThanOrEqual(1)
  await spool.close()
})

test('files of a killed process are taken over, up to the line that was cut off; those of living ones are left', async () => {
  const spool = await Spool.open(folder)
  const event = pending()
  await spool.append(event)
  await spool.close()
  const [name] = await readdir(folder)
  const dead = path.join(folder, `${os.hostname()}.${await deadProcess()}.${randomUUID()}.jsonl`)
  await rename(path.join(folder, name!), dead)
  await appendFile(dead, '{"organization":"cut o')
  await writeFile(path.join(folder, `${os.hostname()}.${process.ppid}.${randomUUID()}.jsonl`), 'x')
  await writeFile(path.join(folder, `other-machine.7.${randomUUID()}.jsonl`), 'x')
  const next = await Spool.open(folder)
  expect(await next.take()).toEqual([dead])
  expect(await readSpooled(dead)).toEqual([event])
})

test('a full spool says so instead of growing', async () => {
  const spool = await Spool.open(folder, { mostBytes: 1_000 })
  const kept = await Promise.all(Array.from({ length: 20 }, () => spool.append(pending())))
  expect(kept.filter(Boolean).length).toBeGreaterThan(0)
  expect(kept).toContain(false)
  for (const file of await spool.take()) await spool.discard(file)
  expect(await spool.append(pending())).toBe(true)
  await spool.close()
})

test('ids are version 7 and in the order of time', () => {
  const ids = [1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000].map(at => uuidV7(new Date(at)))
  expect([...ids].sort()).toEqual(ids)
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})
