import { type ColumnFact, type Comparison, DEFAULT_LIMIT, type Resource } from '@lettershop/contracts'
import { type SqlFragment, sql } from '@lettershop/tenant-router'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { columnsOf, liveRows, tableOf } from './statements.ts'

type Fragment = SqlFragment<unknown>
export type Row = Record<string, unknown>

/** A list request as the resource's query schema gives it. */
export interface ListQuery {
  readonly limit?: number
  readonly cursor?: string | undefined
  readonly sort?: string | undefined
  readonly include?: 'total' | undefined
  readonly [filter: string]: unknown
}

const OPERATORS: Readonly<Record<Exclude<Comparison, 'in'>, Fragment>> = {
  eq: sql`=`,
  gt: sql`>`,
  gte: sql`>=`,
  lt: sql`<`,
  lte: sql`<=`,
  // `^@` is leakproof, LIKE is not: under row security only the former reaches the index.
  prefix: sql`^@`,
}

const ARRAYS: Readonly<Partial<Record<ColumnFact['type'], Fragment>>> = {
  uuid: sql`uuid[]`,
  text: sql`text[]`,
  bigint: sql`bigint[]`,
  integer: sql`integer[]`,
}

/** The statements of one list page. `page` reads one row more than asked, to know whether there is a next page. */
export interface ListPlan {
  readonly page: SqlFragment<Row>
  readonly total: SqlFragment<{ total: number }> | undefined
  finish(rows: Row[]): { data: Row[]; next: string | null }
}

/**
 * Plans a keyset page: rows after the last one seen, in the order of (sort column, id), so that a page is neither
 * slower nor wrong further on, and rows written meanwhile neither repeat nor vanish.
 * @param scope further conditions that belong to the address, as the list of a recipient
 */
export function planList(resource: Resource, query: ListQuery, scope: readonly Fragment[] = []): ListPlan {
  const { limit = DEFAULT_LIMIT, cursor, sort = resource.defaultSort ?? '-id', include, ...filters } = query
  const list = JSON.stringify([
    resource.table,
    sort,
    Object.entries(filters)
      .filter(([, value]) => value !== undefined)
      .sort(),
    scope.flatMap(s => s.values),
  ])
  const conditions = [...liveRows(resource), ...scope, ...filterConditions(resource, filters)]
  const order = orderOf(sort)
  const seek = cursor === undefined ? [] : [after(order, decodeCursor(list, cursor))]
  const where = (all: readonly Fragment[]) => sql.join(all, ' and ')
  return {
    page: sql<Row>`select ${columnsOf(resource)} from ${tableOf(resource)} where ${where([...conditions, ...seek])}
      order by ${order.text} limit ${limit + 1}`,
    total:
      include === 'total'
        ? sql`select count(*) as total from ${tableOf(resource)} where ${where(conditions)}`
        : undefined,
    finish(rows) {
      const data = rows.slice(0, limit)
      const last = data.at(-1)
      if (rows.length <= limit || !last) return { data, next: null }
      return {
        data,
        next: encodeCursor(list, {
          id: String(last['id']),
          ...(order.column === 'id' ? {} : { value: last[order.column] }),
        }),
      }
    },
  }
}

interface Order {
  column: string
  descending: boolean
  text: Fragment
}

function orderOf(sort: string): Order {
  const descending = sort.startsWith('-')
  const column = descending ? sort.slice(1) : sort
  const name = sql.identifier(column)
  if (column === 'id') return { column, descending, text: descending ? sql`id desc` : sql`id` }
  return { column, descending, text: descending ? sql`${name} desc, id desc` : sql`${name}, id` }
}

function after(order: Order, keyset: { id: string; value?: unknown }): Fragment {
  if (order.column === 'id') return order.descending ? sql`id < ${keyset.id}` : sql`id > ${keyset.id}`
  const name = sql.identifier(order.column)
  return order.descending
    ? sql`(${name}, id) < (${keyset.value}, ${keyset.id})`
    : sql`(${name}, id) > (${keyset.value}, ${keyset.id})`
}

function filterConditions(resource: Resource, filters: Row): Fragment[] {
  return Object.entries(filters).flatMap(([key, value]) =>
    value === undefined ? [] : [condition(resource, key, value)],
  )
}

function condition(resource: Resource, key: string, value: unknown): Fragment {
  const [, column = '', comparison = 'eq'] = /^(\w+)(?:\[(\w+)\])?$/.exec(key) ?? []
  const fact = resource.facts[column]
  if (!fact) throw new Error(`${resource.table} cannot be filtered by ${key}`)
  const name = sql.identifier(column)
  if (comparison !== 'in') return sql`${name} ${OPERATORS[comparison as keyof typeof OPERATORS]} ${value}`
  const array = ARRAYS[fact.type]
  if (!array) throw new Error(`${resource.table}.${column} cannot be filtered by a list of values`)
  return sql`${name} = any(${value}::${array})`
}
