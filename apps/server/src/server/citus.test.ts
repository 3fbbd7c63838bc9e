import { withConnection } from '@lettershop/tenant-router'
import { openTestDatabases, type TestDatabases } from '@lettershop/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

/**
 * What Citus refuses when a table is distributed on tenant_id, asked of the catalog: no Citus runs here. It refuses
 * sub-selects in policies (tried on 12.1: "unexpected non-SELECT command in SubLink"), keys without the distribution
 * column, foreign keys that empty it, sequences of their own and inheritance.
 */
const REFUSED = `
  with tables as (
    select c.oid, c.oid::regclass::text as name, a.attnum as tenant from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' where c.relkind in ('r', 'p')
  )
  select 'sub-select in a policy: ' || t.name as fault from pg_policy p join tables t on t.oid = p.polrelid
    where p.polqual::text ~ 'SUBLINK' or p.polwithcheck::text ~ 'SUBLINK'
  union all
  select 'unique key without tenant_id: ' || i.indexrelid::regclass from pg_index i join tables t on t.oid = i.indrelid
    where (i.indisunique or i.indisexclusion) and not t.tenant = any(i.indkey::int2[])
  union all
  select 'foreign key without tenant_id on both sides: ' || t.name || ' ' || k.conname from pg_constraint k
    join tables t on t.oid = k.conrelid join tables f on f.oid = k.confrelid
    where k.contype = 'f' and not exists (
      select from generate_subscripts(k.conkey, 1) s where k.conkey[s] = t.tenant and k.confkey[s] = f.tenant)
  union all
  select 'foreign key to a table of nobody: ' || t.name || ' ' || k.conname from pg_constraint k
    join tables t on t.oid = k.conrelid where k.contype = 'f' and k.confrelid not in (select oid from tables)
  union all
  select 'foreign key that empties tenant_id: ' || t.name || ' ' || k.conname from pg_constraint k
    join tables t on t.oid = k.conrelid
    where k.contype = 'f' and (k.confdeltype = 'd' or k.confupdtype in ('n', 'd')
      or (k.confdeltype = 'n' and (k.confdelsetcols is null or t.tenant = any(k.confdelsetcols))))
  union all
  select 'sequence: ' || t.name || '.' || a.attname from pg_attribute a join tables t on t.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) ~ 'nextval'
  union all
  select 'inheritance: ' || t.name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    join tables t on t.oid = c.oid where not c.relispartition
  union all
  select 'tenant_id generated or not a uuid: ' || t.name from pg_attribute a join tables t on t.oid = a.attrelid and a.attnum = t.tenant
    where a.attgenerated <> '' or a.atttypid <> 'uuid'::regtype or not a.attnotnull
  order by 1`

let databases: TestDatabases

beforeAll(async () => {
  databases = await openTestDatabases()
})
afterAll(() => databases.drop())

const refused = (prepare = 'select 1') =>
  withConnection(databases.superuser(databases.shared), async client => {
    await client.query('begin')
    await client.query(prepare)
    const { rows } = await client.query<{ fault: string }>(REFUSED)
    await client.query('rollback')
    return rows.map(row => row.fault)
  })

test('nothing in the tenant schema is refused by Citus', async () => {
  expect(await refused()).toEqual([])
})

test.each([
  ['create table x (tenant_id uuid not null, id uuid primary key)', 'unique key without tenant_id'],
  ['create table x (tenant_id uuid not null, n bigint generated always as identity)', 'sequence'],
  ['create table x (tenant_id uuid not null, n serial)', 'sequence'],
  [
    'create table x (tenant_id uuid not null, f uuid, foreign key (tenant_id, f) references platform.file (tenant_id, id) on delete set null)',
    'foreign key that empties tenant_id',
  ],
  [
    'create table y (id uuid primary key); create table x (tenant_id uuid not null, y uuid references y)',
    'foreign key to a table of nobody',
  ],
  [
    'create policy sabotage on platform.file using (tenant_id = (select platform.tenant_id()))',
    'sub-select in a policy',
  ],
  ['create table y (a int); create table x (tenant_id uuid not null) inherits (y)', 'inheritance'],
  ['create table x (tenant_id uuid)', 'tenant_id generated or not a uuid'],
])('negative control: %s', async (spoil, fault) => {
  expect(await refused(`set local search_path = platform; ${spoil}`)).toEqual([
    expect.stringContaining(fault),
  ])
})
