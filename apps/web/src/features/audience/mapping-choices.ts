import { texts } from '../../texts.ts'
import type { ColumnMapping, MappingTarget } from './list.api.ts'

const words = texts.audience

/** A select needs text for "nowhere". */
export const LEAVE_OUT = ''

/** Whether a choice names a place; the server checks the name of an own field once more. */
export function isTarget(choice: string | null): choice is MappingTarget {
  return choice !== null && (choice in words.targets || choice.startsWith('fields.'))
}

/** Places a column can go to: those that no other column has taken, an own field, or nowhere. */
export function choicesFor(column: string, { columns }: ColumnMapping): { value: string; label: string }[] {
  const taken = new Set(
    Object.entries(columns).flatMap(([name, target]) => (name === column || !target ? [] : [target])),
  )
  const free = Object.entries(words.targets).filter(([target]) => !taken.has(target as MappingTarget))
  const own = columns[column]?.startsWith('fields.') ? String(columns[column]) : ownField(column)
  return [
    { value: LEAVE_OUT, label: words.leaveOut },
    ...free.map(([value, label]) => ({ value, label })),
    { value: own, label: words.ownField(own.slice('fields.'.length)) },
  ]
}

/** "Visit date" becomes `fields.visit_date`, which a design can name. */
function ownField(column: string): string {
  const name = column
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 60)
  return `fields.${/^[\p{L}_]/u.test(name) ? name : `field_${name}`}`
}
