import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConnection } from './index.ts'
import { openInstallation, type TestInstallation } from './testing.ts'

let installation: TestInstallation
let database: string
let admin: pg.Client
let app: pg.Client

beforeAll(async () => {
  installation = await openInstallation()
  database = (await installation.addSource('main')).database
  admin = await openConnection(installation.superuser(database))
  app = await openConnection(installation.login('app', database))
  await admin.query(`
    set role "${installation.roles.owner}";
    create table notes.edited (tenant_id uuid not null, id uuid not null default platform.uuid_v7(), body text,
      updated_at timestamptz not null default '2000-01-01', row_version bigint not null default 1, primary key (tenant_id, id));
    create trigger touch before update on notes.edited for each row execute function platform.touch_versioned();
    select platform.protect('notes.edited');
    create table notes.event (tenant_id uuid not null, id uuid not null default platform.uuid_v7(), primary key (tenant_id, id))
      partition by range (id);
    create table notes.event_all partition of notes.event default;
    select platform.protect('notes.event');
    create table notes.event_2030 partition of notes.event
      for values from (platform.uuid_v7('2030-01-01')) to (platform.uuid_v7('2031-01-01'));
    select platform.protect_partition('notes.event_2030');
    reset role`)
})
afterAll(async () => {
  await app.end()
  await admin.end()
  await installation.close()
})

const scoped = async (tenant: string, text: string): Promise<Record<string, unknown>[]> => {
  await app.query(`begin; set local app.tenant_id = '${tenant}'`)
  try {
    const { rows } = await app.query<Record<string, unknown>>(text)
    await app.query('commit')
    return rows
  } catch (error) {
    await app.query('rollback')
    throw error
  }
}

test('uuid_v7 is a version 7 id of its time, unique and in order', async () => {
  const { rows } = await admin.query<{ ids: string[]; at: string; same: number }>(`
    with made as (select i, platform.uuid_v7('2026-11-21 10:20:30.123+00'::timestamptz + i * interval '1 millisecond') as id
      from generate_series(0, 999) i)
    select array_agg(id order by i)::text[] as ids, count(distinct id)::int as same,
      ('x' || left(replace(min(id::text), '-', ''), 12))::bit(48)::bigint::text as at from made`)
  const { ids = [], at, same } = rows[0] ?? {}
  expect(ids).toEqual(ids.toSorted())
  expect(same).toBe(1_000)
  expect(new Date(Number(at)).toISOString()).toBe('2026-11-21T10:20:30.123Z')
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const { rows: near } = await admin.query<{ ordered: boolean }>(
    "select platform.uuid_v7('2026-01-01 00:00:00.000001+00') < platform.uuid_v7('2026-01-01 00:00:00.000002+00') as ordered",
  )
  expect(near).toEqual([{ ordered: true }])
})

test('a row takes its organization from the scope and keeps it, also for who bypasses row security', async () => {
  const [ada, bob] = [randomUUID(), randomUUID()]
  const [row] = await scoped(ada, "insert into notes.edited (body) values ('x') returning tenant_id, id")
  expect(row?.['tenant_id']).toBe(ada)
  await expect(scoped(ada, `update notes.edited set tenant_id = '${bob}'`)).rejects.toMatchObject({
    code: '23001',
  })
  const ops = await openConnection(installation.login('ops', database))
  await expect(ops.query(`update notes.edited set tenant_id = '${bob}'`)).rejects.toMatchObject({
    code: '23001',
  })
  expect((await ops.query('select count(*)::int as n from notes.edited')).rows).toEqual([{ n: 1 }])
  await ops.end()
})

test('touch counts versions and sets the time', async () => {
  const [row] = await scoped(randomUUID(), "insert into notes.edited (body) values ('x') returning tenant_id")
  const changed = await scoped(
    String(row?.['tenant_id']),
    "update notes.edited set body = 'y', row_version = 9, updated_at = '1999-01-01' returning row_version::int as v, updated_at > now() - interval '1 minute' as fresh",
  )
  expect(changed).toEqual([{ v: 2, fresh: true }])
})

test('nothing is visible or possible without a scope; a malformed one is an error, not a fallback', async () => {
  expect((await app.query('select from notes.edited')).rowCount).toBe(0)
  await expect(app.query("insert into notes.edited (body) values ('x')")).rejects.toMatchObject({
    code: '42501',
  })
  await expect(scoped('x', 'select from notes.edited')).rejects.toMatchObject({ code: '22P02' })
  await expect(app.query('set row_security = off; select from notes.edited')).rejects.toMatchObject({
    code: '42501',
  })
  await app.query('set row_security = on')
})

test('partitions are closed, and reached through their table only', async () => {
  const tenant = randomUUID()
  await scoped(tenant, "insert into notes.event (id) values (platform.uuid_v7('2030-06-01')), (default)")
  expect(await scoped(tenant, 'select tableoid::regclass::text as part from notes.event order by 1')).toEqual(
    [{ part: 'notes.event_2030' }, { part: 'notes.event_all' }],
  )
  expect(await scoped(randomUUID(), 'select from notes.event')).toEqual([])
  for (const part of ['event_2030', 'event_all'])
    await expect(scoped(tenant, `select from notes.${part}`)).rejects.toMatchObject({ code: '42501' })
})

test('the upsert attack reads nothing of another organization', async () => {
  const [ada, bob] = [randomUUID(), randomUUID()]
  await scoped(
    bob,
    "insert into notes.edited (id, body) values ('00000000-0000-7000-8000-000000000001', 's3cret-42')",
  )
  const attack = (tenant: string) =>
    scoped(
      ada,
      `insert into notes.edited (tenant_id, id, body) values ('${tenant}', '00000000-0000-7000-8000-000000000001', 'x')
       on conflict (tenant_id, id) do update set body = 'y' where notes.edited.body::int = 1`,
    )
  await expect(attack(bob)).rejects.toMatchObject({ code: '42501' })
  await expect(attack(ada)).resolves.toEqual([])
})

test('a definer-free home: the serving role opens one, and cannot reopen or move it', async () => {
  const tenant = randomUUID()
  await scoped(tenant, 'insert into platform.tenant_home (epoch) values (3)')
  await expect(scoped(tenant, 'update platform.tenant_home set epoch = 4')).rejects.toMatchObject({
    code: '42501',
  })
  await expect(scoped(tenant, 'delete from platform.tenant_home')).rejects.toMatchObject({ code: '42501' })
  await expect(scoped(tenant, 'select platform.enter(3)')).resolves.toBeDefined()
  await expect(scoped(tenant, 'select platform.enter(2)')).rejects.toMatchObject({ code: 'TR001' })
  await expect(scoped(randomUUID(), 'select platform.enter(1)')).rejects.toMatchObject({ code: 'TR001' })
  await admin.query("update platform.tenant_home set state = 'fenced' where tenant_id = $1", [tenant])
  await expect(scoped(tenant, 'select platform.enter(3)')).rejects.toMatchObject({ code: 'TR002' })
})
