import type pg from 'pg'
import type { ColumnFact } from '../../packages/contracts/src/kit/column-fact.ts'

export interface CatalogColumn {
  table: string
  name: string
  type: string
  nullable: boolean
  default: string | null
  comment: string | null
  checks: string[]
  references: string | null
}

const COLUMNS = `
  select n.nspname || '.' || c.relname as table, a.attname as name, format_type(a.atttypid, null) as type,
    not a.attnotnull as nullable, pg_get_expr(d.adbin, d.adrelid) as default, col_description(c.oid, a.attnum) as comment,
    coalesce((select array_agg(pg_get_constraintdef(k.oid) order by k.conname) from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), '{}') as checks,
    (select rn.nspname || '.' || rc.relname from pg_constraint k join pg_class rc on rc.oid = k.confrelid join pg_namespace rn on rn.oid = rc.relnamespace
      where k.conrelid = c.oid and k.contype = 'f' and k.conkey[2] = a.attnum and cardinality(k.conkey) = 2 limit 1) as references
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relkind in ('r', 'p') and not c.relispartition
    and n.nspname not in ('pg_catalog', 'information_schema', 'queue')
  order by 1, a.attnum`

/** Every column of every table, partitions left out. */
export async function readColumns(client: pg.ClientBase): Promise<CatalogColumn[]> {
  return (await client.query<CatalogColumn>(COLUMNS)).rows
}

const TYPES: Readonly<Record<string, ColumnFact['type']>> = {
  uuid: 'uuid',
  text: 'text',
  bigint: 'bigint',
  integer: 'integer',
  smallint: 'integer',
  boolean: 'boolean',
  'timestamp with time zone': 'timestamptz',
  date: 'date',
  jsonb: 'jsonb',
  bytea: 'bytea',
  numeric: 'numeric',
  'double precision': 'double',
}

const CAN_HOLD_A_PERSON = new Set(['text', 'jsonb', 'bytea'])

/**
 * Reads what the API may rely on from a column: its checks become checks of the edge.
 * @throws for a text, jsonb or bytea column without a personal-data tag, or of a type that the kit does not know
 */
export function factOf(column: CatalogColumn): ColumnFact {
  const type = TYPES[column.type]
  if (!type)
    throw new Error(
      `${column.table}.${column.name} has type ${column.type}, which the resource kit does not know`,
    )
  const { tag, about } = readComment(column, type)
  return {
    type,
    nullable: column.nullable,
    hasDefault: column.default !== null,
    ...Object.assign({}, ...column.checks.map(readCheck)),
    ...(column.default?.startsWith("'{}'")
      ? { shape: 'object' as const }
      : column.default?.startsWith("'[]'")
        ? { shape: 'array' as const }
        : {}),
    ...(column.references ? { references: column.references } : {}),
    tag,
    ...(about ? { about } : {}),
  }
}

function readComment(column: CatalogColumn, type: string): { tag: ColumnFact['tag']; about: string } {
  const match = /^\[(personal|personal:free|secret|none)\]\s*(.*)$/s.exec(column.comment ?? '')
  if (match) return { tag: match[1] as ColumnFact['tag'], about: match[2] ?? '' }
  if (CAN_HOLD_A_PERSON.has(type))
    throw new Error(
      `${column.table}.${column.name} has no personal-data tag. Begin its comment with [personal], [personal:free], [secret] or [none]; see db/CONVENTIONS.md.`,
    )
  return { tag: 'none', about: column.comment ?? '' }
}

/** The forms in which PostgreSQL prints our checks. What is not among them stays a check of the database alone. */
function readCheck(text: string): Partial<ColumnFact> {
  const values = /= ANY \(ARRAY\[(.*?)\]\)/.exec(text)?.[1]
  if (values)
    return {
      values: [...values.matchAll(/'((?:[^']|'')*)'::text/g)].map(value =>
        (value[1] ?? '').replaceAll("''", "'"),
      ),
    }
  const pattern = /~ '((?:[^']|'')*)'::text/.exec(text)?.[1]
  if (pattern) return { pattern: pattern.replaceAll("''", "'") }
  const between = /length\(\w+\) >= (\d+)\) AND \(length\(\w+\) <= (\d+)\)/.exec(text)
  if (between) return { minLength: Number(between[1]), maxLength: Number(between[2]) }
  const longest = /length\(\w+\) <= (\d+)/.exec(text)
  if (longest) return { maxLength: Number(longest[1]) }
  const least = /\((\w+) (>=|>) (\d+)\)/.exec(text)
  if (least) return { minimum: Number(least[3]) + (least[2] === '>' ? 1 : 0) }
  return {}
}
