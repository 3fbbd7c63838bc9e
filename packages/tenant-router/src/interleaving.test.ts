import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  isRouterError,
  openConnection,
  type ScopedTx,
  sql,
  type TenantId,
  type TenantRouter,
  tenantId,
  withConnection,
} from './index.ts'
import { OWNER, openInstallation, type TestInstallation } from './testing.ts'
import { startPgBouncer } from './testing-pgbouncer.ts'

// 10,000 with GUARANTEES=full; the seed is fixed, so a failure can be run again.
const TRANSACTIONS = process.env['GUARANTEES'] === 'full' ? 10_000 : 600
const SEED = 4400

let installation: TestInstallation
let router: TenantRouter
let tenants: TenantId[]

beforeAll(async () => {
  installation = await openInstallation()
  await installation.addSource('one')
  router = installation.router({ max: 1, wait: '60s' })
  tenants = []
  for (let i = 0; i < 5; i++) {
    const tenant = await installation.addTenant(router, 'one')
    await router.query(tenant, OWNER, sql`insert into notes.note (body) values (${`sentinel of ${tenant}`})`)
    tenants.push(tenant)
  }
})
afterAll(() => installation.close())

type Ending = 'commit' | 'throw' | 'error' | 'timeout' | 'cancel' | 'kill' | 'batch' | 'encode'
const ENDINGS: Ending[] = ['commit', 'throw', 'error', 'timeout', 'cancel', 'kill', 'batch', 'encode']

/** One transaction that looks twice at what it can see, with one way to end. Returns every sentinel that it saw. */
async function oneTransaction(router: TenantRouter, tenant: TenantId, ending: Ending): Promise<string[]> {
  const look = sql<{ body: string }>`select body from notes.note`
  if (ending === 'batch') {
    const results = await untilAvailable(() => router.batch(tenant, OWNER, [look, look]))
    return results.flatMap(result => result.rows.map(row => row.body))
  }
  const seen: string[] = []
  const work = async (tx: ScopedTx) => {
    seen.push(...(await tx.rows(look)).map(row => row.body))
    if (ending === 'error') await tx.rows(sql`select 1 / 0`).catch(() => {})
    if (ending === 'timeout' || ending === 'cancel') await tx.rows(sql`select pg_sleep(0.2)`)
    if (ending === 'kill') await tx.rows(sql`select pg_terminate_backend(pg_backend_pid())`)
    if (ending === 'encode') await tx.rows(sql`select ${Symbol('none')}`)
    if (ending === 'throw') throw new Error('on purpose')
    seen.push(...(await tx.rows(look).catch(() => [])).map(row => row.body))
  }
  const options = {
    ...(ending === 'timeout' ? { timeoutMs: 3 } : {}),
    ...(ending === 'cancel' ? { signal: AbortSignal.timeout(3) } : {}),
  }
  await router.withTenant(tenant, OWNER, work, options).catch(() => {})
  return seen
}

/** PgBouncer refuses for a moment after a killed backend; whoever waits for it is served. */
async function untilAvailable<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isRouterError(error, 'source_unavailable') || tries === 200) throw error
      await sleep(50)
    }
  }
}

/** Runs all transactions, twenty at a time over one connection. */
async function interleave(
  router: TenantRouter,
  endings = ENDINGS,
): Promise<{ right: number; wrong: string[] }> {
  const weighted = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<Ending>('commit', 'batch') },
    { weight: 2, arbitrary: fc.constantFrom(...endings) },
  )
  const plan = fc.sample(fc.tuple(fc.nat(4), weighted), { numRuns: TRANSACTIONS, seed: SEED })
  let right = 0
  const wrong: string[] = []
  const check = async ([index, ending]: [number, Ending]) => {
    const tenant = tenants[index]
    if (!tenant) return
    for (const body of await oneTransaction(router, tenant, ending)) {
      if (body === `sentinel of ${tenant}`) right++
      else wrong.push(`${tenant} saw ${body} (${ending})`)
    }
  }
  for (let at = 0; at < plan.length; at += 20) await Promise.all(plan.slice(at, at + 20).map(check))
  return { right, wrong }
}

test(`pool of one, ${TRANSACTIONS} interleaved transactions with every kind of end: no wrong row`, async () => {
  const { right, wrong } = await interleave(router)
  expect(wrong).toEqual([])
  expect(right).toBeGreaterThan(TRANSACTIONS)
})

test('negative control: with a policy that is always true, the same run is full of wrong rows', async () => {
  const database = (await router.getTenantConnectionInfo(tenants[0] ?? tenantId(''))).database
  const alter = (expression: string) =>
    withConnection(installation.superuser(database), client =>
      client.query(`alter policy tenant_isolation on notes.note using (${expression})`),
    )
  await alter('true')
  const [tenant] = tenants
  const seen = tenant ? await oneTransaction(router, tenant, 'commit') : []
  await alter('tenant_id = platform.tenant_id()')
  expect(new Set(seen).size).toBe(tenants.length)
})

// A bare machine has no PgBouncer: PGBOUNCER=/usr/sbin/pgbouncer adds the same run through one, in transaction mode.
const pgbouncer = process.env['PGBOUNCER']
if (pgbouncer !== undefined)
  test(`the same ${TRANSACTIONS} through PgBouncer in transaction mode: no wrong row`, async () => {
    const info = await router.getTenantConnectionInfo(tenants[0] ?? tenantId(''))
    const gate = await startPgBouncer(pgbouncer, installation.login('app', info.database))
    const place = (port: number) =>
      withConnection(installation.login('ops', installation.controlName), client =>
        client.query('update tenancy.data_source set port = $1 where id = $2', [port, info.dataSource.id]),
      )
    await place(gate.port)
    const through = installation.router({ max: 5, wait: '60s', prepared: false })
    // Without cancels: PgBouncer 1.18 to 1.20 ends itself on them ("bad client state").
    const endings = ENDINGS.filter(ending => ending !== 'cancel')
    const { right, wrong } = await interleave(through, endings).finally(async () => {
      await place(info.port)
      await gate.stop()
    })
    expect(wrong).toEqual([])
    expect(right).toBeGreaterThan(TRANSACTIONS / 2)
  }, 600_000)

test('after all of that the connection carries no scope', async () => {
  const [tenant] = tenants
  if (!tenant) throw new Error('no tenant')
  const left = await router.query(tenant, OWNER, sql<{ pid: number }>`select pg_backend_pid() as pid`)
  expect(left.rows).toHaveLength(1)
  const client = await openConnection(installation.login('app', 'postgres')).catch(() => undefined)
  await client?.end()
  const bare = await openConnection(
    installation.login('app', (await router.getTenantConnectionInfo(tenant)).database),
  )
  await bare.query(`begin; set local app.tenant_id = '${tenant}'; commit`)
  const { rows } = await bare.query(
    "select count(*)::int as n, current_setting('app.tenant_id', true) as scope from notes.note",
  )
  expect(rows).toEqual([{ n: 0, scope: '' }])
  await bare.end()
})
