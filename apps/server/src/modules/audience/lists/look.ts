import { Transform } from 'node:stream'
import type { ColumnMapping, FileFacts, FileReading } from '@lettershop/contracts'
import { type CsvLook, sniffCsv, Utf8Evidence } from '#platform/csv/index.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { guessColumns } from '../columns/guess.ts'
import { isHeaderWord } from '../columns/words.ts'

/** How much of a file is looked at before anything else. */
export const HEAD_BYTES = 262_144
const SAMPLE_ROWS = 5
const SAMPLES = 3
const SAMPLE_LENGTH = 200

/** Passes a file through, and keeps its beginning and how much of it is UTF-8: what the look at it needs. */
export class HeadTap extends Transform {
  readonly evidence = new Utf8Evidence()
  readonly #parts: Buffer[] = []
  #kept = 0
  bytes = 0

  get head(): Buffer {
    return Buffer.concat(this.#parts)
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: null, chunk: Buffer) => void,
  ): void {
    this.bytes += chunk.length
    this.evidence.add(chunk)
    if (this.#kept < HEAD_BYTES) {
      // A copy: the chunk's memory belongs to the stream.
      const part = Buffer.from(chunk.subarray(0, HEAD_BYTES - this.#kept))
      this.#parts.push(part)
      this.#kept += part.length
    }
    done(null, chunk)
  }
}

export interface LookedAt {
  readonly name: string
  readonly bytes: number
  readonly head: Buffer
  readonly evidence?: Utf8Evidence
  /** What a person said of it; the rest is guessed. */
  readonly known?: FileReading
}

/**
 * Looks at the beginning of a file: its form, its columns, and where they probably go.
 * @returns facts with samples (which are people's data: see {@link withoutSamples}) and a mapping to begin with
 * @throws {AppError} file_empty, file_not_text, file_too_wide, file_without_rows
 */
export function lookAtFile({ name, bytes, head, evidence, known }: LookedAt): {
  facts: FileFacts
  mapping: ColumnMapping
} {
  const look = sniffCsv(head, { whole: bytes <= head.length, evidence, known: known ?? {}, isHeaderWord })
  if (look.rows.length === 0) throw new AppError(look.format.header ? 'file_without_rows' : 'file_empty')
  const rows = look.rows.filter(row => row.length === look.columns.length)
  const guesses = guessColumns(look.columns, rows, look.format.header)
  const facts: FileFacts = {
    name,
    bytes,
    ...look.format,
    start: { line: look.start.line, byte: look.start.byte },
    columns: look.columns.map((column, index) => ({
      name: column,
      guess: guesses.get(column) ?? null,
      samples: samplesOf(rows, index),
    })),
    sample_rows: rows.slice(0, SAMPLE_ROWS).map(row => row.map(shorten)),
  }
  return { facts, mapping: { columns: Object.fromEntries(guesses), country: 'US' } }
}

/** Facts as they are stored: values of people stay in the file. */
export function withoutSamples(facts: FileFacts): FileFacts {
  return { ...facts, columns: facts.columns.map(column => ({ ...column, samples: [] })), sample_rows: [] }
}

function samplesOf(rows: CsvLook['rows'], column: number): string[] {
  const values = rows.map(row => row[column]?.trim() ?? '').filter(value => value !== '')
  return [...new Set(values)].slice(0, SAMPLES).map(shorten)
}

const shorten = (value: string): string =>
  value.length > SAMPLE_LENGTH ? `${value.slice(0, SAMPLE_LENGTH)}…` : value
