import type { Resource } from '@lettershop/contracts'
import { json, type SqlFragment, sql } from '@lettershop/tenant-router'
import type { Row } from './list-statement.ts'

type Fragment = SqlFragment<unknown>

export const tableOf = (resource: Resource): Fragment => sql.identifier(...resource.table.split('.'))

/** Every column that the resource shows, `row_version` included for the ETag. */
export function columnsOf(resource: Resource): Fragment {
  const fields = Object.keys(resource.fields)
  return sql.join(
    fields.map(name => sql.identifier(name)),
    ', ',
  )
}

/** The organization's rows that are not deleted. Row security would hide the others' rows all the same (RLS-10). */
export function liveRows(resource: Resource): Fragment[] {
  const own = sql`tenant_id = platform.tenant_id()`
  return resource.softDelete ? [own, sql`deleted_at is null`] : [own]
}

const where = (conditions: readonly Fragment[]) => sql.join(conditions, ' and ')

export function selectOne(resource: Resource, id: string, scope: readonly Fragment[] = []): SqlFragment<Row> {
  return sql<Row>`select ${columnsOf(resource)} from ${tableOf(resource)} where ${where([...liveRows(resource), ...scope, sql`id = ${id}`])}`
}

export function lockOne(resource: Resource, id: string, scope: readonly Fragment[] = []): SqlFragment<Row> {
  return sql<Row>`${selectOne(resource, id, scope)} for update`
}

/** @param values column -> value, already validated; jsonb values are encoded here */
export function insertOne(resource: Resource, values: Row): SqlFragment<Row> {
  const names = Object.keys(values)
  if (names.length === 0)
    return sql<Row>`insert into ${tableOf(resource)} default values returning ${columnsOf(resource)}`
  const list = sql.join(
    names.map(name => sql.identifier(name)),
    ', ',
  )
  const given = sql.join(
    names.map(name => sql`${encoded(resource, name, values[name])}`),
    ', ',
  )
  return sql<Row>`insert into ${tableOf(resource)} (${list}) values (${given}) returning ${columnsOf(resource)}`
}

export function updateOne(resource: Resource, id: string, values: Row): SqlFragment<Row> {
  const sets = Object.keys(values).map(
    name => sql`${sql.identifier(name)} = ${encoded(resource, name, values[name])}`,
  )
  return sql<Row>`update ${tableOf(resource)} set ${sql.join(sets, ', ')}
    where ${where([...liveRows(resource), sql`id = ${id}`])} returning ${columnsOf(resource)}`
}

/** Marks as deleted where the table can, else deletes. */
export function deleteOne(resource: Resource, id: string): SqlFragment<unknown> {
  const mine = where([...liveRows(resource), sql`id = ${id}`])
  return resource.softDelete
    ? sql`update ${tableOf(resource)} set deleted_at = now() where ${mine}`
    : sql`delete from ${tableOf(resource)} where ${mine}`
}

function encoded(resource: Resource, name: string, value: unknown): unknown {
  return resource.facts[name]?.type === 'jsonb' && value !== null ? json(value) : value
}
