import { byteOrderMark } from './decode.ts'
import type { CsvFormat, CsvLimits, CsvPosition, CsvRecord } from './format.ts'
import { CsvScanner } from './scanner.ts'

/** Where a file's records begin when nothing stands before them. Record 0 is the header. */
export function beginning(format: CsvFormat, head: Uint8Array): CsvPosition {
  return { record: format.header ? 0 : 1, line: 1, byte: byteOrderMark(head)?.bytes ?? 0 }
}

/**
 * Reads records from a stream of bytes that begins at `from.byte`. Memory stays bounded by the limits and the size
 * of the stream's chunks; a file of any size can be read, and reading can go on at any record's `next`.
 * @param source bytes of the file from `from.byte` on
 */
export async function* readCsv(
  source: AsyncIterable<Buffer>,
  format: CsvFormat,
  from: CsvPosition,
  limits?: CsvLimits,
): AsyncGenerator<CsvRecord> {
  const scanner = new CsvScanner(format, from, limits)
  for await (const chunk of source) yield* scanner.push(chunk)
  yield* scanner.end()
}
