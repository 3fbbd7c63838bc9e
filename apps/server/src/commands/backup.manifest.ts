import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Transform } from 'node:stream'
import { z } from 'zod'
import { CommandError } from './fail.ts'

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const Table = z.strictObject({
  name: z.string(),
  file: z.string(),
  rows: z.int(),
  /** Of the rows as COPY writes them, in the order of the key. */
  sha256: Sha256,
})
export type TableEntry = z.infer<typeof Table>

export const Manifest = z.strictObject({
  format: z.literal(1),
  made_at: z.iso.datetime(),
  /** Whose backup it is; null for the whole installation. */
  organization: z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string() }).nullable(),
  /** Last migration of the tenant databases: a backup is restored by a program of the same schema. */
  schema: z.strictObject({ control: z.string(), tenant: z.string() }),
  /** Keys that secrets in it are encrypted with. The keys themselves are not in it. */
  keys: z.array(z.string()),
  databases: z.array(
    z.strictObject({ name: z.string(), kind: z.enum(['control', 'tenant']), tables: z.array(Table) }),
  ),
  files: z.array(z.strictObject({ key: z.string(), bytes: z.int(), sha256: Sha256 })),
})
export type Manifest = z.infer<typeof Manifest>

const place = (folder: string) => path.join(folder, 'manifest.json')

/** Written last: a folder with a manifest is a whole backup. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(place(folder), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
}

/** @throws {CommandError} where the folder holds no whole backup of ours */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(place(folder), 'utf8').catch(() => undefined)
  if (text === undefined)
    throw new CommandError(
      `${folder} holds no finished backup: manifest.json is written last, and it is not there.`,
    )
  try {
    return Manifest.parse(JSON.parse(text))
  } catch {
    throw new CommandError(`${place(folder)} is not a manifest of format 1; it was changed or cut off.`)
  }
}

/** Hashes what passes, line by line, with one text put in place of another of the same length. */
export class Lines extends Transform {
  readonly #hash = createHash('sha256')
  readonly #replace: readonly [string, string] | undefined
  #rest = ''
  rows = 0

  /** @param replace an organization's id and the one that takes its place */
  constructor(replace?: readonly [string, string]) {
    super()
    this.#replace = replace
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error?: Error) => void): void {
    // latin1 keeps every byte; ids are ASCII.
    const text = this.#rest + chunk.toString('latin1')
    const end = text.lastIndexOf('\n') + 1
    this.#rest = text.slice(end)
    this.#emit(text.slice(0, end))
    done()
  }

  override _flush(done: (error?: Error) => void): void {
    this.#emit(this.#rest)
    done()
  }

  #emit(text: string): void {
    if (text === '') return
    const out = Buffer.from(this.#replace ? text.replaceAll(...this.#replace) : text, 'latin1')
    this.#hash.update(out)
    for (const byte of out) if (byte === 10) this.rows++
    this.push(out)
  }

  /** Of everything that passed; once. */
  digest(): string {
    return this.#hash.digest('hex')
  }
}
