import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { PendingEvent } from './event.ts'

/** A file of the spool: `<host>.<pid>.<uuid>.jsonl`. Its writer is the only one that touches it while it lives. */
const NAME = /^(.+)\.(\d+)\.[0-9a-f-]{36}\.jsonl$/

export interface SpoolOptions {
  /** Most bytes that may wait in the files of this process. */
  readonly mostBytes?: number
}

const MOST_BYTES = 64 * 1_048_576

/**
 * Events that the database did not take in time, one JSON line each, on the disk before the promise resolves. Lines
 * that arrive while a flush is under way share the next one, so that a burst costs a few flushes, not thousands.
 */
export class Spool {
  readonly #folder: string
  readonly #mostBytes: number
  /** Name of the file that is written to, known before it is opened. */
  #name: string | undefined
  #handle: FileHandle | undefined
  #bytes = 0
  #waiting: { line: string; done: (kept: boolean) => void }[] = []
  #writing: Promise<void> | undefined

  private constructor(folder: string, options: SpoolOptions) {
    this.#folder = folder
    this.#mostBytes = options.mostBytes ?? MOST_BYTES
  }

  /** @param folder made where it is not there */
  static async open(folder: string, options: SpoolOptions = {}): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    return new Spool(folder, options)
  }

  /** @returns false when it could not be kept: the spool is full, or the disk is */
  async append(pending: PendingEvent): Promise<boolean> {
    const line = `${JSON.stringify(pending)}\n`
    const bytes = Buffer.byteLength(line)
    if (this.#bytes + bytes > this.#mostBytes) return false
    this.#bytes += bytes
    const kept = new Promise<boolean>(done => this.#waiting.push({ line, done }))
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined
    })
    return kept
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting
      this.#waiting = []
      const kept = await this.#write(batch.map(one => one.line).join(''))
      for (const one of batch) one.done(kept)
    }
  }

  async #write(text: string): Promise<boolean> {
    try {
      this.#name ??= `${os.hostname()}.${process.pid}.${randomUUID()}.jsonl`
      this.#handle ??= await open(path.join(this.#folder, this.#name), 'a', 0o600)
      await this.#handle.appendFile(text)
      await this.#handle.datasync()
      return true
    } catch {
      // Half a line may stand at its end: the next batch begins another file.
      await this.#finishFile()
      return false
    }
  }

  async #finishFile(): Promise<void> {
    const handle = this.#handle
    this.#handle = undefined
    this.#name = undefined
    await handle?.close().catch(() => {})
  }

  /**
   * Files that nobody writes to any more: the one of this process, closed for it, and those of processes that are gone.
   * @returns paths; {@link readSpooled} reads them, {@link discard} removes them when their events are stored
   */
  async take(): Promise<string[]> {
    await this.#writing
    await this.#finishFile()
    const files: string[] = []
    for (const name of await readdir(this.#folder)) {
      const file = path.join(this.#folder, name)
      if (name !== this.#name && (await isAbandoned(file))) files.push(file)
    }
    return files
  }

  async discard(file: string): Promise<void> {
    const found = await stat(file).catch(() => undefined)
    await rm(file, { force: true })
    this.#bytes = Math.max(0, this.#bytes - (found?.size ?? 0))
  }

  /** After the last append. */
  async close(): Promise<void> {
    await this.#writing
    await this.#finishFile()
  }
}

/** The events of a file. A line that a crash cut off was never acknowledged and is passed over. */
export async function readSpooled(file: string): Promise<PendingEvent[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap(line => {
    try {
      return line === '' ? [] : [JSON.parse(line) as PendingEvent]
    } catch {
      return []
    }
  })
}

/** Another machine's file that has not grown for this long is nobody's; were it somebody's, its events would only be stored once. */
const QUIET_MS = 600_000

async function isAbandoned(file: string): Promise<boolean> {
  const [, host, pid] = NAME.exec(path.basename(file)) ?? []
  if (host === undefined) return false
  if (host === os.hostname()) return Number(pid) === process.pid || !isRunning(Number(pid))
  const found = await stat(file).catch(() => undefined)
  return found !== undefined && Date.now() - found.mtimeMs > QUIET_MS
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
