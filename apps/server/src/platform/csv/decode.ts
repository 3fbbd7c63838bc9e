import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import type { CsvEncoding } from './format.ts'

/** Units of an encoding: bytes, or pairs of bytes in the order of this machine. */
export type Units = Buffer | Uint16Array

/** Text of units from `start` to before `end`, both at a character. What is no text becomes U+FFFD. */
export type Decode = (units: Units, start: number, end: number) => string

/** Bytes in one unit of the encoding. */
export const unitSize = (encoding: CsvEncoding): 1 | 2 =>
  encoding === 'utf-16le' || encoding === 'utf-16be' ? 2 : 1

/** The bytes of some units, not copied. */
export function bytesOf(units: Units, start: number, end: number): Buffer {
  return Buffer.isBuffer(units)
    ? units.subarray(start, end)
    : Buffer.from(units.buffer, units.byteOffset + start * 2, (end - start) * 2)
}

/**
 * Decoder of an encoding. Single-byte ones go through iconv-lite: Node's TextDecoder reads the bytes that a code
 * page leaves empty as control characters, iconv-lite as U+FFFD, which can be told to the person.
 */
export function decoderOf(encoding: CsvEncoding): Decode {
  switch (encoding) {
    case 'utf-8':
      return (units, start, end) => (units as Buffer).toString('utf8', start, end)
    case 'utf-16le':
    case 'utf-16be':
      return (units, start, end) => bytesOf(units, start, end).toString('utf16le')
    default:
      return (units, start, end) => iconv.decode(bytesOf(units, start, end), encoding)
  }
}

/** Whether units are text in the encoding. */
export function isText(encoding: CsvEncoding, units: Units, start: number, end: number): boolean {
  const bytes = bytesOf(units, start, end)
  switch (encoding) {
    case 'utf-8':
      return isUtf8(bytes)
    case 'utf-16le':
    case 'utf-16be':
      return bytes.toString('utf16le').isWellFormed()
    default:
      return isAscii(bytes) || !iconv.decode(bytes, encoding).includes('\ufffd')
  }
}

const BOMS: readonly (readonly [CsvEncoding, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** The byte order mark at the beginning of a file, if there is one. */
export function byteOrderMark(head: Uint8Array): { encoding: CsvEncoding; bytes: number } | undefined {
  const found = BOMS.find(([, mark]) => mark.every((byte, index) => head[index] === byte))
  return found && { encoding: found[0], bytes: found[1].length }
}
