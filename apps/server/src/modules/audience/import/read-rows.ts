import type { FileFacts } from '@lettershop/contracts'
import { type CsvPosition, type CsvRecord, readCsv } from '#platform/csv/index.ts'
import type { Storage } from '#platform/storage/index.ts'
import type { ImportPlan } from './plan.ts'
import { type RowOutcome, readRow } from './row.ts'

/** A record and what became of it. */
export interface ReadRow {
  readonly record: CsvRecord
  readonly outcome: RowOutcome
}

export const BATCH_ROWS = 1000
/** Rows may be 1 MB each: a batch ends after this many bytes too. */
const BATCH_BYTES = 4_194_304

/** Where the first record begins, the header being number 0. */
export function firstPosition(facts: FileFacts): CsvPosition {
  return { ...facts.start, record: facts.header ? 0 : 1 }
}

/** Reads the rows of a stored file in batches, from a position on. The header is no row. */
export async function* readBatches(
  storage: Storage,
  key: string,
  facts: FileFacts,
  plan: ImportPlan,
  from: CsvPosition = firstPosition(facts),
): AsyncGenerator<ReadRow[]> {
  const stream = await storage.open(key, { start: from.byte })
  let batch: ReadRow[] = []
  for await (const record of readCsv(stream, facts, from)) {
    if (record.at.record === 0) continue
    batch.push({ record, outcome: readRow(record, plan) })
    const first = batch[0]?.record.at.byte ?? 0
    if (batch.length < BATCH_ROWS && record.next.byte - first < BATCH_BYTES) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** Asks for the next value before the last one is used: rows are read while the database writes the batch before. */
export async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next()
  try {
    for (let now = await next; !now.done; now = await next) {
      next = source.next()
      // Looked at again in the next round; until then a failure is not unhandled.
      next.catch(() => {})
      yield now.value
    }
  } finally {
    await source.return(undefined)
  }
}
