import { RouterError } from '../errors.ts'
import type { MigrationFile } from './files.ts'

/** A row of `platform.migration`. */
export interface Applied {
  readonly source: string
  readonly version: string
  readonly name: string
  readonly sha256: string
  readonly breaking: boolean
}

/**
 * What is left to do: versions not applied yet, then repeatable files whose text changed.
 * @throws {RouterError} `migration` when an applied file changed, a file comes before an applied one, or the
 *   database has a breaking migration that these files do not know
 */
export function plan(
  files: readonly MigrationFile[],
  repeatable: readonly MigrationFile[],
  applied: readonly Applied[],
): MigrationFile[] {
  const done = new Map(applied.map(row => [`${row.source}/${row.version}`, row]))
  refuseUnknown(files, applied)
  const pending = files.filter(file => {
    const row = done.get(`${file.source}/${file.version}`)
    if (row && row.sha256 !== file.sha256)
      throw new RouterError(
        'migration',
        `${file.path}: was applied with other text (sha256 ${row.sha256.slice(0, 12)}…). Applied files never change: restore it and add a new one.`,
      )
    return row === undefined
  })
  for (const file of pending) {
    const later = applied.find(row => row.source === file.source && row.version > file.version)
    if (later)
      throw new RouterError(
        'migration',
        `${file.path}: comes before ${later.version}_${later.name}, which is applied already. Give it the next free number.`,
      )
  }
  const changed = repeatable.filter(
    file => done.get(`${file.source}/${file.version}`)?.sha256 !== file.sha256,
  )
  return [...pending, ...changed]
}

/** A newer database is no harm to an older program, until a migration says so by `--! breaking`. */
function refuseUnknown(files: readonly MigrationFile[], applied: readonly Applied[]): void {
  const known = new Set(files.map(file => `${file.source}/${file.version}`))
  const sources = new Set(files.map(file => file.source))
  const newer = applied.find(
    row => row.breaking && sources.has(row.source) && !known.has(`${row.source}/${row.version}`),
  )
  if (newer)
    throw new RouterError(
      'migration',
      `The database has ${newer.source}/${newer.version}_${newer.name}, a breaking migration that this program does not know. Use the newer program.`,
    )
}

/** The server's message with the line in the file that it points to. */
export function explain(error: unknown, text: string): string {
  if (!(error instanceof Error)) return String(error)
  const position = 'position' in error ? Number(error.position) : Number.NaN
  const line = Number.isFinite(position) ? ` (line ${text.slice(0, position).split('\n').length})` : ''
  const where = 'where' in error && typeof error.where === 'string' ? ` [${error.where.split('\n')[0]}]` : ''
  return `${error.message}${line}${where}`
}
