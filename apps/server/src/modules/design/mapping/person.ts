import type { VariableSource } from '@lettershop/contracts'
import type { DataRecord } from '@lettershop/print-engine'
import { sql } from '@lettershop/tenant-router'

/** Columns of a recipient that designs may name. */
export const PERSON_COLUMNS = [
  'first_name',
  'last_name',
  'company',
  'email',
  'phone',
  'address_line1',
  'address_line2',
  'city',
  'state',
  'postal_code',
  'country',
] as const

/** First and last name together, for lists and designs that know only one. */
export const FULL_NAME = 'full_name'

/** A recipient or seed address, as far as a piece can tell of it. */
export type Person = Readonly<Record<(typeof PERSON_COLUMNS)[number], string | null>> & {
  readonly fields: Readonly<Record<string, unknown>>
}

/** Columns of `audience.recipient` that make up a {@link Person}. */
export const personColumns = sql`first_name, last_name, company, email, phone, address_line1, address_line2, city, state,
  postal_code, country, fields`

const isColumn = (name: string): name is (typeof PERSON_COLUMNS)[number] =>
  PERSON_COLUMNS.some(column => column === name)

/** True for what a mapping may name besides `fields.…`. */
export const isPersonSource = (name: string): boolean => name === FULL_NAME || isColumn(name)

/** What a source of the mapping gives for a person; empty where the person has nothing there. */
export function sourceValue(person: Person, source: VariableSource | undefined): string {
  if (source === null || source === undefined) return ''
  if (typeof source === 'object') return source.value
  if (source === FULL_NAME) return [person.first_name, person.last_name].filter(Boolean).join(' ')
  if (isColumn(source)) return person[source] ?? ''
  const name = source.slice('fields.'.length)
  const value = Object.hasOwn(person.fields, name) ? person.fields[name] : undefined
  return value === null || value === undefined || typeof value === 'object' ? '' : String(value)
}

/** The values of a piece: one for each variable of the mapping. */
export function valuesFor(person: Person, mapping: Readonly<Record<string, VariableSource>>): DataRecord {
  return Object.fromEntries(
    Object.entries(mapping).map(([name, source]) => [name, sourceValue(person, source)]),
  )
}
