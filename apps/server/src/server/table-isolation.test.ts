import { randomUUID } from 'node:crypto'
import { openConnection, quoteIdentifier } from '@lettershop/tenant-router'
import { openTestDatabases, type TestDatabases } from '@lettershop/testkit'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/**
 * Every table of the catalog as role app: select, insert, update, delete, upsert, with the own organization, another
 * one, and none. Tables are read from the catalog, never listed: a new one is tested by being there.
 */
const ACME = randomUUID()
const STRANGER = randomUUID()

let databases: TestDatabases
let app: pg.Client
let superuser: pg.Client
let tables: Table[]

interface Column {
  name: string
  type: string
  check: string | null
}

interface Table {
  name: string
  columns: Column[]
  grants: string[]
}

const TABLES = `
  select n.nspname || '.' || c.relname as name,
    (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
        'check', (select string_agg(pg_get_constraintdef(k.oid), ' ') from pg_constraint k where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum])))
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
    (select coalesce(json_agg(privilege_type), '[]') from information_schema.role_table_grants g where g.grantee = $1 and g.table_schema = n.nspname and g.table_name = c.relname) as grants
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition
    and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
  order by 1`

beforeAll(async () => {
  databases = await openTestDatabases()
  app = await openConnection(databases.login('app', databases.shared))
  superuser = await openConnection(databases.superuser(databases.shared))
  tables = (await superuser.query<Table>(TABLES, [databases.roles.app])).rows
  await superuser.query('set session_replication_role = replica')
  for (const table of tables) for (const tenant of [ACME, STRANGER]) await insertRow(table, tenant)
})
afterAll(async () => {
  await app.end()
  await superuser.end()
  await databases.drop()
})

/** A value that the column takes; foreign keys are off meanwhile. */
function valueFor({ type, check, name }: Column, tenant: string): unknown {
  if (name === 'tenant_id') return tenant
  const listed = /'((?:[^']|'')*)'::text/.exec(check ?? '')?.[1]
  if (check?.includes('ANY (ARRAY') && listed) return listed
  if (check?.includes('0-9a-f]{64}')) return 'ab'.repeat(32)
  if (check?.includes('[A-Z]{3}')) return 'USD'
  if (check?.includes('[A-Z]{2}')) return 'US'
  if (check?.includes(' ~ ')) return 'sentinel'
  switch (type) {
    case 'uuid':
      return randomUUID()
    case 'jsonb':
      return JSON.stringify({ sentinel: tenant })
    case 'boolean':
      return false
    case 'date':
      return '2026-01-01'
    case 'timestamp with time zone':
      return '2026-01-01T00:00:00Z'
    case 'bytea':
      return Buffer.alloc(32, 1)
    case 'text':
      return `sentinel ${tenant}`.slice(0, Number(/<= (\d+)/.exec(check ?? '')?.[1] ?? 100))
    default:
      return 1
  }
}

async function insertRow(table: Table, tenant: string): Promise<void> {
  const names = table.columns.map(column => quoteIdentifier(column.name)).join(', ')
  const places = table.columns.map((_, index) => `$${index + 1}`).join(', ')
  await superuser.query(
    `insert into ${table.name} (${names}) values (${places})`,
    table.columns.map(column => valueFor(column, tenant)),
  )
}

/** Runs one statement as app, scoped to an organization or to none, and rolls back. */
async function asApp(
  tenant: string | null,
  text: string,
  values: unknown[] = [],
): Promise<{ rows: unknown[]; count: number; code?: string }> {
  await app.query('begin')
  if (tenant !== null) await app.query(`set local app.tenant_id = '${tenant}'`)
  try {
    const { rows, rowCount } = await app.query(text, values)
    return { rows, count: rowCount ?? 0 }
  } catch (error) {
    return { rows: [], count: 0, code: (error as { code: string }).code }
  } finally {
    await app.query('rollback')
  }
}

const REFUSED = ['42501', '23001']

describe('as the stranger', () => {
  test('select sees the own row alone', async () => {
    for (const { name } of tables) {
      const { rows } = await asApp(STRANGER, `select * from ${name}`)
      expect(JSON.stringify(rows), name).not.toContain(ACME)
      expect(rows.length, name).toBe(1)
    }
  })

  test('update and delete touch no row of acme, even when they name it', async () => {
    for (const { name, grants } of tables) {
      const change = await asApp(STRANGER, `update ${name} set tenant_id = tenant_id where tenant_id = $1`, [
        ACME,
      ])
      const removal = await asApp(STRANGER, `delete from ${name} where tenant_id = $1`, [ACME])
      for (const [verb, result] of [
        ['UPDATE', change],
        ['DELETE', removal],
      ] as const)
        if (grants.includes(verb)) expect(result, `${verb} ${name}`).toMatchObject({ count: 0 })
        else expect(result.code, `${verb} ${name}`).toBe('42501')
    }
  })

  test('insert and update into acme are refused', async () => {
    for (const table of tables) {
      const names = table.columns.map(column => quoteIdentifier(column.name)).join(', ')
      const places = table.columns.map((_, index) => `$${index + 1}`).join(', ')
      const values = table.columns.map(column => valueFor(column, ACME))
      const insert = await asApp(STRANGER, `insert into ${table.name} (${names}) values (${places})`, values)
      expect(insert.code, `insert ${table.name}`).toBe('42501')
      const give = await asApp(STRANGER, `update ${table.name} set tenant_id = $1`, [ACME])
      expect(REFUSED, `give away ${table.name}`).toContain(give.code)
    }
  })

  test('an upsert reads no hidden row (CVE-2026-120154)', async () => {
    for (const { name, columns } of tables) {
      const acmes = (
        await superuser.query<{ id: string }>(`select * from ${name} where tenant_id = $1`, [ACME])
      ).rows[0]
      const names = columns.map(column => quoteIdentifier(column.name)).join(', ')
      const places = columns.map((_, index) => `$${index + 1}`).join(', ')
      const values = columns.map(column =>
        column.name === 'tenant_id' ? ACME : jsonText(acmes?.[column.name as 'id']),
      )
      const key = columns.some(column => column.name === 'id') ? 'tenant_id, id' : 'tenant_id'
      const attack = `insert into ${name} as t (${names}) values (${places}) on conflict (${key}) do update set tenant_id = excluded.tenant_id where t.tenant_id::text::int = 1`
      const { code } = await asApp(STRANGER, attack, values)
      expect(code, name).toBe('42501')
    }
  })

  test('copy shows the own row alone', async () => {
    for (const { name } of tables) {
      const { rows } = await asApp(
        STRANGER,
        `select count(*)::int as n from ${name} t where t::text like '%' || $1 || '%'`,
        [ACME],
      )
      expect(rows, name).toEqual([{ n: 0 }])
    }
  })
})

test('with no organization every table is empty and takes nothing', async () => {
  for (const { name } of tables) {
    expect((await asApp(null, `select * from ${name}`)).rows, name).toEqual([])
    const change = await asApp(null, `update ${name} set tenant_id = tenant_id`)
    expect(change.count, name).toBe(0)
  }
})

test('the own organization sees its row: the walls are not simply closed', async () => {
  for (const { name } of tables)
    expect((await asApp(ACME, `select tenant_id from ${name}`)).rows, name).toEqual([{ tenant_id: ACME }])
  console.log(`table isolation: ${tables.length} tables, 100 % walked`)
})

test('negative control: a policy of true makes the walk go red', async () => {
  const [first] = tables
  await superuser.query(`create policy sabotage on ${first!.name} using (true)`)
  const { rows } = await asApp(STRANGER, `select * from ${first!.name}`)
  await superuser.query(`drop policy sabotage on ${first!.name}`)
  expect(JSON.stringify(rows)).toContain(ACME)
})

function jsonText(value: unknown): unknown {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value) && !(value instanceof Date)
    ? JSON.stringify(value)
    : value
}
