import { quoteIdentifier } from '@lettershop/tenant-router'
import type pg from 'pg'

/** A table as a backup sees it. */
export interface BackupTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
  /** Column that says whose row it is; null where rows belong to nobody. */
  readonly owner: string | null
}

/** What is not in a backup, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'platform.migration': 'the restoring program applies its migrations itself',
  'platform.rate_budget': 'a count of the last minutes',
  'platform.wake_up': 'made anew for organizations whose events wait',
  'tenancy.credential': 'logins of servers; a restored database is on the restoring server',
  'tenancy.key': 'goes with the credentials',
  'tenancy.database_migration': 'found out anew',
}

/** An organization's home belongs to where it lives, not to what it owns. */
const NOT_OF_ORGANIZATION = new Set(['platform.tenant_home'])

/**
 * Tables of a database that go into a backup, each after those that it refers to.
 * @param part everything, or what belongs to one organization
 */
export async function backupTables(
  client: pg.ClientBase,
  part: 'all' | 'organization',
): Promise<BackupTable[]> {
  const { rows } = await client.query<BackupTable & { refers_to: string[] }>(
    `select c.oid::regclass::text as name,
       (select json_agg(a.attname order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select json_agg(a.attname order by array_position(i.indkey::int2[], a.attnum)) from pg_index i
         join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey::int2[])
         where i.indrelid = c.oid and i.indisprimary) as key,
       (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') as owner,
       (select coalesce(json_agg(distinct k.confrelid::regclass::text), '[]') from pg_constraint k
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers_to
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_'
       and n.nspname not in ('information_schema', 'queue')
     order by 1`,
  )
  const wanted = rows.filter(
    ({ name, owner }) =>
      LEFT_OUT[name] === undefined && (part === 'all' || (owner !== null && !NOT_OF_ORGANIZATION.has(name))),
  )
  return inOrder(wanted)
}

function inOrder(tables: readonly (BackupTable & { refers_to: string[] })[]): BackupTable[] {
  const waiting = new Map(tables.map(table => [table.name, table]))
  const ordered: BackupTable[] = []
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(table => !table.refers_to.some(name => waiting.has(name)))
    if (ready.length === 0)
      throw new Error(`tables refer to one another in a circle: ${[...waiting.keys()].join(', ')}`)
    for (const { refers_to: _, ...table } of ready) {
      ordered.push(table)
      waiting.delete(table.name)
    }
  }
  return ordered
}

/** Rows in the order of the key, so that equal contents are equal bytes. */
export function copyOut({ name, columns, key, owner }: BackupTable, organization?: string): string {
  const names = columns.map(quoteIdentifier).join(', ')
  const whose =
    organization === undefined || owner === null ? '' : ` where ${quoteIdentifier(owner)} = '${organization}'`
  return `copy (select ${names} from ${name}${whose} order by ${key.map(quoteIdentifier).join(', ')}) to stdout`
}

/** The counterpart of {@link copyOut}. */
export function copyIn({ name, columns }: BackupTable): string {
  return `copy ${name} (${columns.map(quoteIdentifier).join(', ')}) from stdin`
}
