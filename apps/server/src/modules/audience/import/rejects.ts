import { Readable } from 'node:stream'
import { REJECT_CODES } from '@lettershop/contracts'
import { CSV_BOM, csvLine } from '#platform/csv/index.ts'
import type { ReadRow } from './read-rows.ts'

const HEADER = ['line', 'record', 'column', 'code', 'reason', 'original']

/** The file of rejects: one line for every row that was left out, with the row as it stood in the file. */
export function rejectsFile(
  batches: AsyncIterable<readonly ReadRow[]>,
  counted: (rejects: number) => void,
): Readable {
  return Readable.from(lines(batches, counted))
}

async function* lines(
  batches: AsyncIterable<readonly ReadRow[]>,
  counted: (rejects: number) => void,
): AsyncGenerator<Buffer> {
  let rejects = 0
  yield Buffer.from(CSV_BOM + csvLine(HEADER))
  for await (const batch of batches) {
    const bad = batch.flatMap(({ record, outcome }) => {
      if (!outcome.reject) return []
      const { code, column, reason } = outcome.reject
      return [
        csvLine([
          String(record.at.line),
          String(record.at.record),
          column ?? '',
          code,
          reason ?? REJECT_CODES[code],
          record.original(),
        ]),
      ]
    })
    rejects += bad.length
    if (bad.length > 0) yield Buffer.from(bad.join(''))
  }
  counted(rejects)
}
