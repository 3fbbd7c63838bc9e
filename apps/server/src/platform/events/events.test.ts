import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { type Actor, sql, type TenantId, withConnection } from '@lettershop/tenant-router'
import { openTestDatabases, type TestDatabases } from '@lettershop/testkit'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { addOrganization, eventually, openPlatform, type Platform } from '../jobs/testing.ts'
import { createRelay, emit, type Relay, recordChange, type Subscribers } from './index.ts'

const person: Actor = { id: randomUUID(), role: 'editor', requestId: 'req-1' }
let databases: TestDatabases
let platform: Platform
let ada: TenantId
let bob: TenantId
const relays: Relay[] = []

beforeAll(async () => {
  databases = await openTestDatabases()
  const dataDir = await mkdtemp(path.join(inject('server').base, 'events-'))
  platform = await openPlatform({ app: databases.login('app', databases.control), dataDir })
  const superuser = databases.superuser(databases.control)
  ada = await addOrganization(platform.services, superuser, 'shared-1')
  bob = await addOrganization(platform.services, superuser, 'shared-2')
})

afterEach(() => Promise.all(relays.splice(0).map(relay => relay.stop())))
afterAll(async () => {
  await platform.close()
  await databases.drop()
})

async function startRelay(subscribers: Subscribers): Promise<void> {
  const relay = createRelay({
    services: platform.services,
    subscribers: [subscribers],
    sources: async () =>
      [databases.shared, databases.other].map(id => ({ id, connection: databases.login('relay', id) })),
  })
  await relay.start()
  relays.push(relay)
}

const tell = (tenant: TenantId, type: string, data = {}) =>
  platform.services.router.withTenant(tenant, person, tx => emit(tx, { type, resource: 'test', data }))
const rowsOf = async <Row>(tenant: TenantId, text: string) =>
  (await platform.services.router.query<Row>(tenant, person, { text })).rows
const asRelay = (text: string, database = databases.shared) =>
  withConnection(databases.login('relay', database), client => client.query(text))
const wakeUps = async (database = databases.shared) =>
  (await asRelay('select * from platform.wake_up', database)).rowCount
const quiet = () => eventually(async () => (await wakeUps()) === 0, 'no wake-up row is left')

test('a change leaves its audit entry and its event, with who and why, and tells them to subscribers', async () => {
  const id = randomUUID()
  const heard: unknown[] = []
  await startRelay({ 'thing.named': async (_tx, event) => void heard.push(event) })
  await platform.services.router.withTenant(ada, person, tx =>
    recordChange(tx, {
      action: 'thing.name',
      resource: 'test.thing',
      id,
      changes: { name: ['a', 'b'] },
      event: { type: 'thing.named', data: { name: 'b' } },
    }),
  )
  expect(
    await rowsOf(
      ada,
      `select actor_id, actor_role, action, resource, changes, request_id from audit.entry where resource_id = '${id}'`,
    ),
  ).toEqual([
    {
      actor_id: person.id,
      actor_role: 'editor',
      action: 'thing.name',
      resource: 'test.thing',
      changes: { name: ['a', 'b'] },
      request_id: 'req-1',
    },
  ])
  await eventually(async () => heard.length > 0, 'the subscriber hears')
  expect(heard).toMatchObject([
    {
      type: 'thing.named',
      resource: 'test.thing',
      resourceId: id,
      data: { name: 'b' },
      actorId: person.id,
      requestId: 'req-1',
    },
  ])
  await quiet()
})

test('what was rolled back is never heard, and leaves no audit entry', async () => {
  const heard: string[] = []
  await startRelay({ '*': async (_tx, event) => void heard.push(event.type) })
  const refused = platform.services.router.withTenant(ada, person, async tx => {
    await recordChange(tx, { action: 'ghost', resource: 'test', event: { type: 'ghost' } })
    throw new Error('changed my mind')
  })
  await expect(refused).rejects.toThrow()
  await tell(ada, 'real')
  await eventually(async () => heard.includes('real'), 'the real one is heard')
  expect(heard).not.toContain('ghost')
  expect(await rowsOf(ada, "select 1 from audit.entry where action = 'ghost'")).toEqual([])
})

test('an event whose bell nobody heard is found by the sweep', async () => {
  await tell(ada, 'early')
  await tell(bob, 'early')
  const heard: TenantId[] = []
  await startRelay({ early: async tx => void heard.push(tx.tenantId) })
  await eventually(async () => heard.length === 2, 'both are heard at the start')
  // The wake-up row without its NOTIFY: the trigger is the only one who rings.
  await withConnection(databases.superuser(databases.shared), async client => {
    await client.query('begin')
    await client.query('set local session_replication_role = replica')
    await client.query('insert into platform.outbox (tenant_id, type, resource) values ($1, $2, $3)', [
      ada,
      'early',
      'test',
    ])
    await client.query('insert into platform.wake_up (tenant_id) values ($1)', [ada])
    await client.query('commit')
  })
  await eventually(async () => heard.length === 3, 'the sweep finds it')
})

test('what a subscriber writes is there once, however many relays run', async () => {
  const note: Subscribers = {
    counted: async (tx, event) => recordChange(tx, { action: 'counted', resource: 'counter', id: event.id }),
  }
  await Promise.all([startRelay(note), startRelay(note), startRelay(note)])
  await Promise.all(Array.from({ length: 120 }, (_, number) => tell(number % 2 ? ada : bob, 'counted')))
  for (const tenant of [ada, bob]) {
    const count =
      "select count(*)::int as n, count(distinct resource_id)::int as ids from audit.entry where action = 'counted'"
    const events = () => rowsOf<{ n: number; ids: number }>(tenant, count)
    await eventually(async () => (await events())[0]!.ids === 60, 'all are heard')
    expect(await events()).toEqual([{ n: 60, ids: 60 }])
  }
  await quiet()
})

test('a subscriber that fails is tried again later, keeps nothing half done, and holds up no other event', async () => {
  let tries = 0
  await startRelay({
    shaky: async tx => {
      await recordChange(tx, { action: 'shaky', resource: 'test' })
      if (++tries === 1) throw new Error('not yet')
    },
    steady: async tx => recordChange(tx, { action: 'steady', resource: 'test' }),
  })
  await tell(ada, 'shaky')
  await tell(ada, 'steady')
  await eventually(
    async () => (await rowsOf(ada, "select 1 from audit.entry where action = 'steady'")).length === 1,
    'the other passes',
  )
  await eventually(
    async () => (await rowsOf(ada, "select 1 from audit.entry where action = 'shaky'")).length === 1,
    'it is tried again',
  )
  expect(tries).toBe(2)
  expect(
    await rowsOf(
      ada,
      "select tries, processed_at is not null as processed from platform.outbox where type = 'shaky'",
    ),
  ).toEqual([{ tries: 1, processed: true }])
  await quiet()
})

test('the relay sees wake-up rows and nothing else; no organization sees the events of another', async () => {
  await tell(ada, 'secret', { of: 'ada' })
  expect(await wakeUps()).toBeGreaterThan(0)
  for (const table of ['platform.outbox', 'platform.job', 'audit.entry', 'platform.secret', 'platform.file'])
    await expect(asRelay(`select * from ${table}`)).rejects.toMatchObject({ code: '42501' })
  await expect(
    asRelay('insert into platform.wake_up (tenant_id) values (gen_random_uuid())'),
  ).rejects.toMatchObject({ code: '42501' })
  expect(await rowsOf(bob, "select 1 from platform.outbox where type = 'secret'")).toEqual([])
  await startRelay({})
  await quiet()
})

test('wake-up rows do not pile up while an event waits for its next try', async () => {
  await startRelay({ never: async () => Promise.reject(new Error('never')) })
  for (let number = 0; number < 5; number++) await tell(bob, 'never')
  await eventually(
    async () =>
      (await rowsOf(bob, "select 1 from platform.outbox where type = 'never' and tries > 0")).length === 5,
    'all were tried',
  )
  await eventually(async () => (await wakeUps(databases.other)) === 1, 'one row is left')
  await platform.services.router.query(
    bob,
    person,
    sql`update platform.outbox set tries = 19, retry_at = null where type = 'never'`,
  )
  await tell(bob, 'bell')
  await eventually(async () => (await wakeUps(databases.other)) === 0, 'they are given up')
  expect(await rowsOf(bob, "select distinct error from platform.outbox where type = 'never'")).toEqual([
    { error: 'Error' },
  ])
})
