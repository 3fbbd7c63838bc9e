import { randomUUID } from 'node:crypto'
import { openConnection, quoteIdentifier } from '@lettershop/tenant-router'
import type { TestDatabases } from '@lettershop/testkit'
import type pg from 'pg'
import { aRow, type Column } from './test-table-rows.ts'

/** A table of the catalog that belongs to organizations. */
export interface Table {
  readonly name: string
  /** The column that says whose row it is. */
  readonly owner: string
  readonly columns: readonly Column[]
  readonly key: readonly string[]
  readonly grants: readonly string[]
}

/** Every cell of the matrix that was looked at, and those in which something showed that should not. */
export interface Walked {
  cells: number
  readonly breaches: string[]
}

export const VERBS = ['select', 'copy to', 'insert', 'update', 'delete', 'upsert', 'returning'] as const
export const SCOPES = ['own', 'other', 'none'] as const

const TABLES = `
  select c.oid::regclass::text as name,
    (select a.attname from pg_attribute a where a.attrelid = c.oid and a.attname in ('tenant_id', 'organization_id')
      union all select 'id' where c.oid = to_regclass('identity.organization') limit 1) as owner,
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
        'check', (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum])) order by a.attnum)
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
    (select json_agg(a.attname) from pg_index i, unnest(i.indkey) k join pg_attribute a on a.attnum = k
      where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid) as key,
    (select coalesce(json_agg(verb), '[]') from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) verb
      where has_table_privilege($1, c.oid, verb)) as grants
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  order by 1`

/** Walks tables as role app, in a database where acme and a stranger have one row in each. */
export class TableWalk {
  readonly acme = randomUUID()
  readonly stranger = randomUUID()
  /** Tables of organizations. */
  readonly tables: readonly Table[]
  /** All others of the database. */
  readonly others: readonly Table[]
  readonly superuser: pg.Client
  readonly #app: pg.Client
  readonly #acmeRows = new Map<string, Map<string, unknown>>()

  private constructor(all: readonly Table[], app: pg.Client, superuser: pg.Client) {
    this.tables = all.filter(table => table.owner !== null)
    this.others = all.filter(table => table.owner === null)
    this.#app = app
    this.superuser = superuser
  }

  /** Reads the catalog and puts the rows in. */
  static async open(databases: TestDatabases, database: string): Promise<TableWalk> {
    const superuser = await openConnection(databases.superuser(database))
    const { rows } = await superuser.query<Table>(TABLES, [databases.roles.app])
    const walk = new TableWalk(rows, await openConnection(databases.login('app', database)), superuser)
    // Foreign keys and triggers are off meanwhile: a row needs no relatives.
    await superuser.query('set session_replication_role = replica')
    for (const table of walk.tables)
      for (const tenant of [walk.acme, walk.stranger]) {
        const row = aRow(table, tenant)
        if (tenant === walk.acme) walk.#acmeRows.set(table.name, row)
        const { text, values } = insertion(table, row)
        await superuser.query(text, values)
      }
    return walk
  }

  async close(): Promise<void> {
    await this.#app.end()
    await this.superuser.end()
  }

  /** All verbs in all scopes on these tables. */
  async walk(tables: readonly Table[] = this.tables): Promise<Walked> {
    const walked: Walked = { cells: 0, breaches: [] }
    for (const table of tables) for (const scope of SCOPES) await this.#walkOne(table, scope, walked)
    return walked
  }

  async #walkOne(table: Table, scope: (typeof SCOPES)[number], walked: Walked): Promise<void> {
    const tenant = { own: this.acme, other: this.stranger, none: null }[scope]
    const own = scope === 'own'
    const { name, owner, grants } = table
    const expect = (verb: (typeof VERBS)[number], right: boolean) => {
      walked.cells++
      if (!right) walked.breaches.push(`${verb} ${name} as ${scope}`)
    }
    const may = (verb: string) => grants.includes(verb)
    const seen = (rows: readonly unknown[]) => JSON.stringify(rows).includes(this.acme)
    const ofAcme = `where ${quoteIdentifier(owner)} = '${this.acme}'`
    const own1 = own ? 1 : 0

    const select = await this.#ask(tenant, `select * from ${name}`)
    const mine = tenant === null ? 0 : 1
    expect(
      'select',
      may('SELECT') ? seen(select.rows) === own && select.count === mine : select.code === '42501',
    )
    const copy = await this.#ask(tenant, `copy (select * from ${name} ${ofAcme}) to stdout`)
    expect('copy to', may('SELECT') ? copy.count === own1 : copy.code === '42501')

    const insert = await this.#insert(table, tenant)
    // In the own scope a relative may be missing or the key be taken; what counts is that row security lets it through.
    expect('insert', own && may('INSERT') ? insert.code !== '42501' : insert.code === '42501')
    const set = `update ${name} set ${quoteIdentifier(owner)} = ${quoteIdentifier(owner)}`
    const update = await this.#ask(tenant, `${set} ${ofAcme}`)
    expect('update', may('UPDATE') ? update.count === own1 : update.code === '42501')
    const remove = await this.#ask(tenant, `delete from ${name} ${ofAcme}`)
    const restricted = remove.code === '23503' && own
    expect('delete', may('DELETE') ? remove.count === own1 || restricted : remove.code === '42501')
    // The second row is given away: neither may the other organization's row be taken.
    const give =
      tenant === null || own
        ? undefined
        : await this.#ask(tenant, `${set.split(' set ')[0]} set ${quoteIdentifier(owner)} = '${this.acme}'`)
    const upsert = await this.#upsert(table, tenant)
    expect(
      'upsert',
      (own && may('INSERT') && may('UPDATE')
        ? upsert.code !== '42501' || name === 'platform.tenant_home'
        : upsert.code === '42501') &&
        (give === undefined || give.code === '42501' || give.code === '23001'),
    )
    const returning = await this.#ask(tenant, `${set} returning *`)
    expect('returning', may('UPDATE') ? own === seen(returning.rows) : returning.code === '42501')
  }

  #insert(table: Table, tenant: string | null) {
    const { text, values } = insertion(table, aRow(table, this.acme))
    return this.#ask(tenant, text, values)
  }

  /** The attack of CVE-2026-120154: on conflict with acme's own row, a condition that would tell what is in it. */
  #upsert(table: Table, tenant: string | null) {
    const row = this.#acmeRows.get(table.name) ?? new Map()
    const { text, values } = insertion(table, row, 'as t')
    const owner = quoteIdentifier(table.owner)
    const key = table.key.map(quoteIdentifier).join(', ')
    const attack = `${text} on conflict (${key}) do update set ${owner} = excluded.${owner} where t.${owner}::text::int = 1`
    return this.#ask(tenant, attack, values)
  }

  /** Runs one statement as app, scoped to an organization or to none, and rolls back. */
  async #ask(tenant: string | null, text: string, values: readonly unknown[] = []) {
    await this.#app.query('begin')
    if (tenant !== null) await this.#app.query(`set local app.tenant_id = '${tenant}'`)
    try {
      const { rows, rowCount } = await this.#app.query(text, [...values])
      return { rows, count: rowCount ?? 0 }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      return { rows: [], count: 0, code }
    } finally {
      await this.#app.query('rollback')
    }
  }
}

function insertion({ name }: Table, row: ReadonlyMap<string, unknown>, alias = '') {
  const names = [...row.keys()].map(quoteIdentifier).join(', ')
  const places = [...row.keys()].map((_, index) => `$${index + 1}`).join(', ')
  return { text: `insert into ${name} ${alias} (${names}) values (${places})`, values: [...row.values()] }
}

/**
 * Opens each policy of the tables in turn (`using (true) with check (true)`), walks its table and puts the policy back.
 * @returns tables whose walk stayed green: a hole in the walk
 */
export async function sabotage(walk: TableWalk): Promise<{ done: number; green: string[] }> {
  const green: string[] = []
  let done = 0
  for (const table of walk.tables) {
    if (table.grants.length === 0) continue
    const policy = `policy tenant_isolation on ${table.name}`
    const owner = quoteIdentifier(table.owner)
    await walk.superuser.query(`alter ${policy} using (true) with check (true)`)
    const { breaches } = await walk.walk([table])
    await walk.superuser.query(
      `alter ${policy} using (${owner} = platform.tenant_id()) with check (${owner} = platform.tenant_id())`,
    )
    done++
    if (breaches.length === 0) green.push(table.name)
  }
  return { done, green }
}
