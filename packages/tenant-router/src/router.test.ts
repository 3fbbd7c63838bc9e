import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  json,
  RouterError,
  sql,
  type TenantId,
  type TenantRouter,
  tenantId,
  withConnection,
} from './index.ts'
import { OWNER, openInstallation, type TestInstallation } from './testing.ts'

let installation: TestInstallation
let router: TenantRouter
let shared: { id: string; database: string }
let ada: TenantId
let bob: TenantId
let cyd: TenantId

beforeAll(async () => {
  installation = await openInstallation()
  shared = await installation.addSource('one')
  await installation.addSource('two')
  router = installation.router()
  ada = await installation.addTenant(router, 'one')
  bob = await installation.addTenant(router, 'one')
  cyd = await installation.addTenant(router, 'two')
})

afterAll(() => installation.close())

const insert = (body: string) =>
  sql<{ id: string }>`insert into notes.note (body) values (${body}) returning id`
const count = sql<{ n: number }>`select count(*) as n from notes.note`

test('each organization sees and changes its own rows only', async () => {
  const { rows } = await router.query(ada, OWNER, insert('of ada'))
  for (const stranger of [bob, cyd]) {
    const seen = await router.query(stranger, OWNER, sql`select * from notes.note where id = ${rows[0]?.id}`)
    expect(seen.rows).toEqual([])
    const changed = await router.query(
      stranger,
      OWNER,
      sql`update notes.note set body = 'x' where id = ${rows[0]?.id}`,
    )
    expect(changed.count).toBe(0)
  }
  await expect(
    router.query(bob, OWNER, sql`insert into notes.note (tenant_id, body) values (${ada}, 'forged')`),
  ).rejects.toMatchObject({ code: 'statement_failed', sqlState: '42501' })
})

test('an organization that is not placed, or whose id is no id, reaches nothing', async () => {
  await expect(router.query(tenantId(randomUUID()), OWNER, count)).rejects.toMatchObject({
    code: 'tenant_unknown',
  })
  expect(() => tenantId("x'; drop table notes.note; --")).toThrow(TypeError)
  const forged = { id: null, role: "owner'" }
  await expect(router.withTenant(ada, forged, tx => tx.row(count))).rejects.toThrow(TypeError)
  await expect(router.query(ada, forged, count)).rejects.toThrow(TypeError)
})

test('a failed statement rolls the transaction back, also when the callback swallows it', async () => {
  const before = (await router.query(bob, OWNER, count)).rows
  const swallowed = router.withTenant(bob, OWNER, async tx => {
    await tx.execute(insert('gone'))
    await tx.execute(sql`select 1 / 0`).catch(() => {})
  })
  await expect(swallowed).rejects.toMatchObject({ sqlState: '22012' })
  const thrown = router.withTenant(bob, OWNER, async tx => {
    await tx.execute(insert('gone'))
    throw new Error('changed my mind')
  })
  await expect(thrown).rejects.toThrow('changed my mind')
  expect((await router.query(bob, OWNER, count)).rows).toEqual(before)
})

test('a savepoint keeps what was before it', async () => {
  await router.withTenant(bob, OWNER, async tx => {
    await tx.execute(insert('kept'))
    await tx.savepoint(() => tx.execute(sql`insert into notes.note (body) values (null)`)).catch(() => {})
    await tx.savepoint(() => tx.execute(insert('kept too')))
  })
  const { rows } = await router.query(
    bob,
    OWNER,
    sql<{ body: string }>`select body from notes.note where body ^@ 'kept'`,
  )
  expect(rows.map(row => row.body)).toEqual(['kept', 'kept too'])
})

test('a batch is all or nothing, also when a value cannot be encoded', async () => {
  const before = (await router.query(ada, OWNER, count)).rows
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  for (const bad of [
    sql`select 1 / 0`,
    sql`select ${circular}`,
    sql`select ${'\0'}::text`,
    { text: 'select', values: 'no' },
  ])
    await expect(
      router.batch(ada, OWNER, [insert('one'), insert('two'), bad as ReturnType<typeof sql>]),
    ).rejects.toThrow()
  expect((await router.query(ada, OWNER, count)).rows).toEqual(before)
  const [one, two] = await router.batch(ada, OWNER, [
    sql<{ a: number }>`select 1 as a`,
    sql<{ b: string }>`select 'x' as b`,
  ])
  expect([one.rows[0]?.a, two.rows[0]?.b]).toEqual([1, 'x'])
})

test('a deferred constraint that fails at COMMIT is an error, not a success', async () => {
  await withConnection(installation.login('migrator', shared.database), async client => {
    await client.query(`set role "${installation.roles.owner}"`)
    await client.query(
      'alter table notes.note add constraint once unique (tenant_id, body) deferrable initially deferred',
    )
  })
  const twice = router.withTenant(ada, OWNER, tx => tx.batch([insert('twin'), insert('twin')]))
  await expect(twice).rejects.toMatchObject({ sqlState: '23505', constraint: 'once' })
  await expect(router.batch(ada, OWNER, [insert('twin'), insert('twin')])).rejects.toMatchObject({
    sqlState: '23505',
  })
})

test('statements started beside each other run one after the other, and the end waits for them', async () => {
  const sums = await router.withTenant(ada, OWNER, tx =>
    Promise.all([1, 2, 3].map(n => tx.row(sql<{ n: number }>`select ${n}::int as n`))),
  )
  expect(sums.map(row => row.n)).toEqual([1, 2, 3])
  let late: Promise<unknown> = Promise.resolve()
  await router.withTenant(ada, OWNER, async tx => {
    late = tx.row(sql`select pg_sleep(0.05), 1 as n`)
  })
  await expect(late).resolves.toMatchObject({ n: 1 })
})

test('a transaction cannot be used after its end', async () => {
  const kept = await router.withTenant(ada, OWNER, async tx => ({ tx }))
  await expect(kept.tx.row(count)).rejects.toMatchObject({ code: 'transaction_over' })
})

test('a callback without statements takes no connection', async () => {
  const pool = installation.router()
  await pool.withTenant(ada, OWNER, async () => 'nothing')
  expect(pool.stats().sources).toEqual([])
})

test('a statement that outlives its limit, or its caller, is cancelled in the server', async () => {
  const slow = sql`select pg_sleep(30)`
  await expect(router.query(ada, OWNER, slow, { timeoutMs: 50 })).rejects.toMatchObject({ sqlState: '57014' })
  const signal = AbortSignal.timeout(100)
  await expect(router.withTenant(ada, OWNER, tx => tx.row(slow), { signal })).rejects.toMatchObject({
    code: 'aborted',
  })
  await withConnection(installation.superuser(shared.database), async client => {
    const running = await client.query(
      `select from pg_stat_activity where query like '%pg_sleep(30)%' and state = 'active' and pid <> pg_backend_pid()`,
    )
    expect(running.rowCount).toBe(0)
  })
})

test('a prepared statement that no longer fits the table costs one error and its connection, not more', async () => {
  const single = installation.router({ max: 1 })
  const star = sql`select * from notes.note`.named('star')
  await single.query(ada, OWNER, star)
  await withConnection(installation.login('migrator', shared.database), async client => {
    await client.query(`set role "${installation.roles.owner}"; alter table notes.note add column extra text`)
  })
  await expect(single.query(ada, OWNER, star)).rejects.toMatchObject({ sqlState: '0A000' })
  await expect(single.query(ada, OWNER, star)).resolves.toBeDefined()
})

test('one statement name for two texts is refused before a byte is sent', async () => {
  const pair = [sql`select 1`.named('same'), sql`select 2`.named('same')]
  await expect(router.batch(ada, OWNER, pair)).rejects.toThrow(/same/)
})

test('COPY and a lost connection are ordinary errors', async () => {
  await expect(router.query(ada, OWNER, sql`copy notes.note from stdin`)).rejects.toBeInstanceOf(RouterError)
  const killed = router.withTenant(ada, OWNER, tx =>
    tx.row(sql`select pg_terminate_backend(pg_backend_pid())`),
  )
  await expect(killed).rejects.toMatchObject({
    code: expect.stringMatching(/source_unavailable|statement_failed/),
  })
  await expect(router.query(ada, OWNER, count)).resolves.toBeDefined()
})

test('a COMMIT whose answer never comes is reported as unknown', async () => {
  const cut = router.batch(ada, OWNER, [sql`select pg_terminate_backend(pg_backend_pid())`])
  await expect(cut).rejects.toMatchObject({ code: 'outcome_unknown' })
})

test('reads come as JSON-ready values', async () => {
  const row = await router.withTenant(ada, OWNER, tx =>
    tx.row(sql`select 9007199254740991 as big, '2026-01-02 03:04:05.678901+02'::timestamptz as at, date '2026-02-03' as day,
      12.50::numeric as price, '{"a":1}'::jsonb as doc, ${json([1, { b: 2 }])}::jsonb as list, array[1, null]::bigint[] as many,
      array['2026-01-01 00:00:00+00']::timestamptz[] as times, '\\x0102'::bytea as bytes, ${['a"b', 'c\\d', null]}::text[] as words,
      ${new Date(0)}::timestamptz as epoch`),
  )
  expect(row).toEqual({
    big: 9007199254740991,
    at: '2026-01-02T01:04:05.678901Z',
    day: '2026-02-03',
    price: '12.50',
    doc: { a: 1 },
    list: [1, { b: 2 }],
    many: [1, null],
    times: ['2026-01-01T00:00:00.000000Z'],
    bytes: Buffer.from([1, 2]),
    words: ['a"b', 'c\\d', null],
    epoch: '1970-01-01T00:00:00.000000Z',
  })
  await expect(router.query(ada, OWNER, sql`select 9007199254740993 as big`)).rejects.toThrow(/2\^53/)
})

test('the database refuses a process that believes in an old home, and holds off while a fence is up', async () => {
  const mover = installation.login('ops', shared.database)
  const other = installation.router()
  await other.query(bob, OWNER, count)
  await withConnection(mover, async client => {
    await client.query(
      'begin; select pg_advisory_xact_lock(platform.fence_key($1::uuid))'.replace('$1', `'${bob}'`),
    )
    const refused = other.query(bob, OWNER, count, { waitMs: 60 })
    await expect(refused).rejects.toMatchObject({ code: 'tenant_fenced' })
    const waiting = other.query(bob, OWNER, count, { waitMs: 5_000 })
    await client.query('rollback')
    await expect(waiting).resolves.toBeDefined()
    await client.query('update platform.tenant_home set epoch = 2 where tenant_id = $1', [bob])
  })
  await expect(other.query(bob, OWNER, count)).rejects.toMatchObject({ code: 'tenant_elsewhere' })
  await expect(other.settle(bob)).resolves.toBeUndefined()
  await expect(other.query(bob, OWNER, count)).rejects.toMatchObject({ code: 'tenant_elsewhere' })
  await withConnection(installation.login('ops', installation.controlName), client =>
    client.query('update tenancy.placement set epoch = 2 where organization_id = $1', [bob]),
  )
  await expect(other.query(bob, OWNER, count)).resolves.toBeDefined()
})

test('the connection test tells how far it came', async () => {
  await expect(router.testTenantConnection(ada)).resolves.toMatchObject({ success: true, queryable: true })
  await expect(router.testTenantConnection(tenantId(randomUUID()))).resolves.toMatchObject({
    success: false,
    placed: false,
    error: 'tenant_unknown',
  })
  const info = await router.getTenantConnectionInfo(ada)
  expect(JSON.stringify(info)).not.toMatch(/password|canary/)
})

test('another process hears of a changed placement', async () => {
  const first = installation.router()
  // The listener's own start clears the cache once: something may have changed before it listened.
  await expect.poll(async () => (await first.getTenantConnectionInfo(ada)).cached).toBe(true)
  await router.clearTenantCache(ada)
  await expect.poll(async () => first.stats().config.entries).toBe(0)
})
