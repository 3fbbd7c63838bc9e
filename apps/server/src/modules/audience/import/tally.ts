import type { ImportReport } from '@lettershop/contracts'
import type { CsvPosition } from '#platform/csv/index.ts'
import type { RowOutcome } from './row.ts'

/** How far an import is, stored in the transaction of each batch: where a killed one goes on. */
export interface ImportCursor {
  readonly position: CsvPosition
  readonly report: ImportReport
}

const LINES_SHOWN = 10

export const emptyReport = (): ImportReport => ({
  records: 0,
  inserted: 0,
  rejected: 0,
  duplicates: 0,
  suppressed: 0,
  rejects: {},
  warnings: {},
  repairs: {},
})

/** Adds a batch to the account. @param line first line of each record in the file */
export function addOutcomes(
  report: ImportReport,
  outcomes: readonly { line: number; outcome: RowOutcome }[],
): ImportReport {
  const next = structuredClone(report)
  for (const { line, outcome } of outcomes) {
    next.records++
    if (outcome.reject) {
      next.rejected++
      note(next.rejects, outcome.reject.code, line)
      continue
    }
    for (const rule of outcome.repairs) note(next.repairs, rule, line)
    for (const code of outcome.warnings) note(next.warnings, code, line)
  }
  return next
}

function note(notes: ImportReport['rejects'], code: string, line: number): void {
  const noted = notes[code] ?? { count: 0, lines: [] }
  noted.count++
  if (noted.lines.length < LINES_SHOWN) noted.lines.push(line)
  notes[code] = noted
}

/** Every record has one fate. @throws when the sum is wrong: a mistake of the program, and nothing may be believed */
export function assertAccounted({ records, inserted, rejected, duplicates }: ImportReport): void {
  if (records !== inserted + rejected + duplicates)
    throw new Error(
      `import: ${records} records, but ${inserted} inserted + ${rejected} rejected + ${duplicates} duplicates`,
    )
}
