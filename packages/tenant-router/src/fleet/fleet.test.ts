import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  checkDrift,
  describeSchema,
  dropDatabase,
  type FleetOptions,
  fleetStatus,
  listSources,
  migrateFleet,
  openConnection,
  ownMigrations,
  placeTenant,
  provisionDedicated,
  repairSource,
  retireSource,
  sql,
  tenantId,
  withConnection,
} from '../index.ts'
import { OWNER, openInstallation, type TestInstallation } from '../testing.ts'

let installation: TestInstallation
let ops: pg.Client
let folder: string
let databases: string[]
let options: FleetOptions

beforeAll(async () => {
  installation = await openInstallation()
  databases = []
  for (const name of ['a', 'b', 'c', 'd']) databases.push((await installation.addSource(name)).database)
  ops = await openConnection(installation.login('ops', installation.controlName))
  folder = await mkdtemp(path.join(os.tmpdir(), 'fleet-'))
  options = {
    connectionTo: async source => installation.login('migrator', source.database),
    migrations: {
      sources: [...ownMigrations.tenant, { name: 'notes', directory: folder }],
      variables: { ...installation.roles },
    },
    roles: installation.roles,
    canaries: ['b'],
    concurrency: 3,
  }
})
afterAll(async () => {
  await ops.end()
  await rm(folder, { recursive: true })
  await installation.close()
})

const file = (name: string, text: string) => writeFile(path.join(folder, name), text)
const states = (results: readonly { source: string; state: string }[]) =>
  Object.fromEntries(results.map(result => [result.source, result.state]))
const on = (database: string | undefined, text: string) =>
  withConnection(installation.superuser(database ?? ''), client => client.query(text))

test('a canary that fails stops the roll-out before any other database is touched', async () => {
  await on(databases[1], 'create table notes.one (n int)')
  await file(
    '0001_one.sql',
    'create table notes.one (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id));',
  )
  const results = await migrateFleet(ops, options)
  expect(states(results)).toEqual({ a: 'untouched', b: 'failed', c: 'untouched', d: 'untouched' })
  expect(results[0]?.error).toMatch(/0001_one\.sql: relation "one" already exists/)
  await on(databases[1], 'drop table notes.one')
})

test('one failed database is marked, the others go on, and repair takes it up', async () => {
  await on(databases[2], 'create table notes.one (n int)')
  expect(states(await migrateFleet(ops, options))).toEqual({
    a: 'current',
    b: 'current',
    c: 'failed',
    d: 'current',
  })
  expect(await fleetStatus(ops)).toMatchObject([
    { name: 'a', state: 'current', version: 'notes/0001' },
    { name: 'b', state: 'current' },
    { name: 'c', state: 'failed', error: expect.stringContaining('already exists') },
    { name: 'd', state: 'current' },
  ])
  await on(databases[2], 'drop table notes.one')
  expect(await repairSource(ops, 'c', options)).toMatchObject({ state: 'current', applied: 1 })
  const fingerprints = new Set((await fleetStatus(ops)).map(status => status.fingerprint))
  expect(fingerprints.size).toBe(1)
})

test('a broken concurrent index is repaired', async () => {
  await on(databases[0], `insert into notes.one values ('${randomUUID()}', '${randomUUID()}')`)
  await file(
    '0002_index.sql',
    '--! no-transaction\ncreate unique index concurrently one_bad on notes.one (tenant_id, (1 / (case when id is null then 1 else 0 end)));',
  )
  expect(states(await migrateFleet(ops, { ...options, canaries: ['d'] }))).toMatchObject({
    a: 'failed',
    d: 'current',
  })
  await on(databases[0], 'delete from notes.one')
  expect(await repairSource(ops, 'a', options)).toMatchObject({ state: 'current', applied: 1 })
  expect(states(await migrateFleet(ops, options))).toMatchObject({
    a: 'current',
    b: 'current',
    c: 'current',
    d: 'current',
  })
})

test('drift is found, object by object', async () => {
  const expected = await withConnection(installation.superuser(databases[0] ?? ''), client =>
    describeSchema(client, installation.roles),
  )
  expect(await checkDrift(ops, expected, options)).toEqual([])
  await on(
    databases[3],
    'alter table notes.note disable row level security; create index by_hand on notes.note (tenant_id, at)',
  )
  const [drift, ...rest] = await checkDrift(ops, expected, options)
  expect(rest).toEqual([])
  expect(drift).toMatchObject({
    source: 'd',
    missing: [expect.stringContaining('relation notes.note r')],
    surplus: [expect.stringContaining('by_hand'), expect.stringContaining('relation notes.note r')],
  })
})

test('a dedicated database is provisioned, placed and served; twice is the same as once', async () => {
  const name = `${installation.controlName.replaceAll('_', '-')}-acme`
  const provisioning = {
    admin: installation.superuser('postgres'),
    migrator: installation.login('migrator', ''),
    roles: installation.roles,
    migrations: options.migrations,
    template: databases[1] ?? '',
  }
  const id = await provisionDedicated(ops, name, provisioning)
  expect(await provisionDedicated(ops, name, provisioning)).toBe(id)
  const tenant = tenantId(randomUUID())
  expect(await placeTenant(ops, tenant, { source: name })).toBe(name)
  await expect(placeTenant(ops, tenantId(randomUUID()), { source: name })).rejects.toMatchObject({
    code: 'source_unavailable',
  })
  const router = installation.router()
  await router.settle(tenant)
  await router.query(tenant, OWNER, sql`insert into notes.note (body) values ('mine')`)
  expect((await router.getTenantConnectionInfo(tenant)).dataSource).toMatchObject({ name, kind: 'dedicated' })
  await expect(retireSource(ops, name)).rejects.toThrow(/move them first/)
  await router.close()
  await dropDatabase(installation.superuser('postgres'), name.replaceAll('-', '_'))
})

test('a new organization goes where most room is; a retired source takes none', async () => {
  await ops.query("update tenancy.data_source set status = 'draining' where name in ('a', 'b')")
  const placed = []
  for (let i = 0; i < 4; i++) placed.push(await placeTenant(ops, tenantId(randomUUID())))
  expect(placed.sort()).toEqual(['c', 'c', 'd', 'd'])
  await retireSource(ops, 'a')
  expect((await listSources(ops)).find(source => source.name === 'a')).toMatchObject({
    status: 'retired',
    placements: 0,
  })
})
