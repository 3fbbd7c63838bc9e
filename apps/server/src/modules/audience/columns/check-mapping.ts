import type { ColumnMapping, FileFacts } from '@lettershop/contracts'
import type { FieldError } from '#platform/errors/app-error.ts'

/** One of these has to be there: a row without any of them is nobody. */
const WHO = new Set(['first_name', 'last_name', 'full_name', 'company', 'email', 'address_line1'])

/** Everything that is wrong with a mapping, seen against the file's columns. */
export function checkMapping(mapping: ColumnMapping, facts: FileFacts): FieldError[] {
  const known = new Set(facts.columns.map(column => column.name))
  const taken = new Map<string, string>()
  const wrong: FieldError[] = []
  for (const [column, target] of Object.entries(mapping.columns)) {
    const path = `column_mapping.columns.${column}`
    if (!known.has(column))
      wrong.push({ path, code: 'unknown_column', message: `The file has no column "${column}".` })
    if (target === null) continue
    const other = taken.get(target)
    if (other !== undefined)
      wrong.push({ path, code: 'target_taken', message: `"${other}" is mapped to ${target} already.` })
    taken.set(target, column)
  }
  if (taken.has('full_name') && (taken.has('first_name') || taken.has('last_name')))
    wrong.push({
      path: 'column_mapping.columns',
      code: 'two_names',
      message: 'Map either the whole name (full_name) or first_name and last_name.',
    })
  if (![...taken.keys()].some(target => WHO.has(target)))
    wrong.push({
      path: 'column_mapping.columns',
      code: 'nobody',
      message: 'Map at least one column to a name, a company, an e-mail address or a street.',
    })
  return wrong
}
