import { isAscii, isUtf8 } from 'node:buffer'
import { AppError } from '../errors/app-error.ts'
import { byteOrderMark } from './decode.ts'
import type { CsvEncoding } from './format.ts'

/** Beginnings of files that people take for CSV, and what to do with them. */
const KNOWN: readonly (readonly [magic: string, what: string])[] = [
  [
    '504b0304',
    'This is an Excel or OpenDocument workbook (or another ZIP file). Open it and save the sheet as "CSV UTF-8", then upload that file.',
  ],
  [
    'd0cf11e0',
    'This is an old Excel workbook. Open it and save the sheet as "CSV UTF-8", then upload that file.',
  ],
  ['25504446', 'This is a PDF. Rows are read from CSV files.'],
  ['1f8b', 'This is a compressed file. Unpack it, then upload the CSV file inside.'],
]

/** At most this share of bytes may be control characters: a stray NUL is a bad row, many of them are no text. */
const CONTROL_SHARE = 0.02

/**
 * Finds the encoding of a text file from its first bytes.
 * @param evidence how UTF-8 the rest of the file is, where it has been looked at: a head of plain ASCII says nothing
 * @throws {AppError} file_empty, file_not_text
 */
export function sniffEncoding(head: Buffer, evidence?: Utf8Evidence): CsvEncoding {
  if (head.length === 0) throw new AppError('file_empty')
  const hex = head.subarray(0, 8).toString('hex')
  const known = KNOWN.find(([magic]) => hex.startsWith(magic))
  if (known) throw new AppError('file_not_text', { message: known[1] })
  const mark = byteOrderMark(head)
  if (mark) return mark.encoding
  const pairs = utf16Of(head)
  if (pairs) return pairs
  if (controlShare(head) > CONTROL_SHARE) throw new AppError('file_not_text')
  const utf8 = evidence ?? new Utf8Evidence().add(withoutCutCharacter(head))
  // A few bad bytes in a file that otherwise is UTF-8 are bad rows; otherwise its accents are one byte each.
  return utf8.invalid === 0 || utf8.valid > utf8.invalid ? 'utf-8' : 'windows-1252'
}

/** Latin text in UTF-16 without a mark has a zero in nearly every other byte. */
function utf16Of(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0]
  for (let at = 0; at < head.length; at++) if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const half = head.length / 2
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le'
  if (even > half * 0.4 && odd < half * 0.05) return 'utf-16be'
  return undefined
}

function controlShare(head: Buffer): number {
  let control = 0
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 26 && byte !== 27)) control++
  return control / head.length
}

/** Bytes may end in the middle of a character, which then is left out. */
function withoutCutCharacter(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    return lengthFromFirst(byte) > back ? bytes.subarray(0, bytes.length - back) : bytes
  }
  return bytes
}

/** Bytes of a UTF-8 character by its first one; 0 for what begins none. */
function lengthFromFirst(byte: number): number {
  if (byte < 0x80) return 1
  if (byte >= 0xf5) return 0
  return byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 0
}

/** Counts how many characters of a stream beyond ASCII are UTF-8, and how many bytes are not. */
export class Utf8Evidence {
  valid = 0
  invalid = 0
  #rest: Buffer = Buffer.alloc(0)

  /** Looks at the next bytes; a character cut in two is completed by the next call. */
  add(chunk: Buffer): this {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const whole = withoutCutCharacter(bytes)
    this.#rest = Buffer.from(bytes.subarray(whole.length))
    if (isAscii(whole)) return this
    if (isUtf8(whole)) this.#countLeading(whole)
    else this.#count(whole)
    return this
  }

  #countLeading(bytes: Buffer): void {
    for (const byte of bytes) if (byte >= 0xc0) this.valid++
  }

  #count(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      const length = lengthOfCharacter(bytes, at)
      if (length > 1) this.valid++
      else if (length === 0) this.invalid++
      at += Math.max(1, length)
    }
  }
}

/** Bytes of the UTF-8 character at `at`; 0 when there is none. */
function lengthOfCharacter(bytes: Buffer, at: number): number {
  const length = lengthFromFirst(bytes[at] ?? 0)
  return at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0
}
