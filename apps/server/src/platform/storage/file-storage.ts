import { randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import { mkdir, open, opendir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../errors/app-error.ts'
import { Measured } from './measured.ts'
import type { ByteRange, PutOptions, PutResult, Storage, StoredObject } from './storage.ts'
import { assertStorageKey, assertStoragePrefix } from './storage-key.ts'

/** Where a write lives until it is whole. Begins with a dot, which no key may. */
const UNFINISHED = '.unfinished'
const ABANDONED_MS = 24 * 3_600_000

/**
 * Opens a storage of files below one folder (made where it is absent), which may be a network share that several machines use. A write goes to a file
 * aside, is flushed, renamed into place, and its folder flushed: after a crash there is the whole object or none. What killed writes left behind is removed now.
 */
export async function openFileStorage(folder: string): Promise<Storage> {
  const root = path.resolve(folder)
  await mkdir(path.join(root, UNFINISHED), { recursive: true, mode: 0o700 })
  await sweep(path.join(root, UNFINISHED))
  return new FileStorage(root)
}

class FileStorage implements Storage {
  readonly #root: string

  constructor(root: string) {
    this.#root = root
  }

  async put(
    key: string,
    source: Readable | Uint8Array,
    { limit, signal }: PutOptions = {},
  ): Promise<PutResult> {
    const target = this.#place(key)
    const aside = path.join(this.#root, UNFINISHED, `${os.hostname()}.${process.pid}.${randomUUID()}`)
    try {
      const result = await writeDurably(aside, source, new Measured(limit), signal)
      await makeFolder(path.dirname(target))
      await rename(aside, target)
      await flushFolder(path.dirname(target))
      return result
    } catch (error) {
      await rm(aside, { force: true })
      throw isFull(error) ? new AppError('storage_full', { cause: error }) : error
    }
  }

  async open(key: string, { start, end }: ByteRange = {}): Promise<Readable> {
    const handle = await open(this.#place(key), 'r').catch(orNotFound)
    return handle.createReadStream({
      ...(start !== undefined && { start }),
      ...(end !== undefined && { end }),
    })
  }

  async read(key: string): Promise<Buffer> {
    return readFile(this.#place(key)).catch(orNotFound)
  }

  async stat(key: string): Promise<StoredObject | undefined> {
    const found = await stat(this.#place(key)).catch(orUndefined)
    return found && toObject(key, found)
  }

  async remove(key: string): Promise<void> {
    await rm(this.#place(key), { force: true })
  }

  async *list(prefix: string): AsyncIterable<StoredObject> {
    assertStoragePrefix(prefix)
    const folder = await opendir(path.join(this.#root, prefix), { recursive: true }).catch(orUndefined)
    if (!folder) return
    for await (const entry of folder) {
      if (!entry.isFile()) continue
      const file = path.join(entry.parentPath, entry.name)
      const found = await stat(file).catch(orUndefined)
      if (found) yield toObject(path.relative(this.#root, file).split(path.sep).join('/'), found)
    }
  }

  #place(key: string): string {
    assertStorageKey(key)
    return path.join(this.#root, key)
  }
}

/** Removes leftovers of processes of this machine that are gone, and of other machines after a day. */
async function sweep(folder: string): Promise<void> {
  for await (const { name } of await opendir(folder)) {
    const file = path.join(folder, name)
    const found = await stat(file).catch(orUndefined)
    const [, host, pid] = /^(.+)\.(\d+)\.[0-9a-f-]{36}$/.exec(name) ?? []
    const dead = host === os.hostname() && !isRunning(Number(pid))
    if (found && (dead || Date.now() - found.mtimeMs > ABANDONED_MS)) await rm(file, { force: true })
  }
}

async function writeDurably(
  file: string,
  source: Readable | Uint8Array,
  measured: Measured,
  signal: AbortSignal | undefined,
): Promise<PutResult> {
  const handle = await open(file, 'wx', 0o600)
  try {
    const from = source instanceof Uint8Array ? Readable.from([source]) : source
    await pipeline(from, measured, (chunks: AsyncIterable<Buffer>) => writeFile(handle, chunks), {
      ...(signal && { signal }),
    })
    await handle.sync()
  } finally {
    await handle.close()
  }
  return measured.result()
}

/** Makes a folder and flushes each folder above it that got a new entry: else the folder itself may be gone after a crash. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = path.dirname(made))
    await flushFolder(path.dirname(made))
}

async function flushFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; NTFS keeps its journal itself.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function toObject(key: string, { size, mtime }: Stats): StoredObject {
  return { key, bytes: size, modifiedAt: mtime }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}

const isFull = (error: unknown) => ['ENOSPC', 'EDQUOT', 'EFBIG'].some(code => codeOf(error) === code)

function orNotFound(error: unknown): never {
  throw codeOf(error) === 'ENOENT'
    ? new AppError('not_found', { message: 'The bytes of this file are gone from the storage.' })
    : error
}

function orUndefined(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'ENOTDIR') throw error
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
