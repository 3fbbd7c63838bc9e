import { randomBytes, randomUUID } from 'node:crypto'
import net from 'node:net'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeyring } from './crypto/keyring.ts'
import {
  createScopedPool,
  createTenantRouter,
  parseConnectionUrl,
  parseTenantConnectionUrl,
  RouterError,
  sql,
  type TenantId,
  type TenantRouter,
  withConnection,
} from './index.ts'
import { storeCredential } from './registry/store-credential.ts'
import { OWNER, openInstallation, type TestInstallation } from './testing.ts'

/** A TCP proxy that can refuse, stop passing bytes, or cut every connection when the server next answers. */
interface Proxy {
  readonly port: number
  mode: 'pass' | 'refuse' | 'mute' | 'cut_answers'
  drop(): void
  close(): void
}

async function openProxy(target: { host: string; port: number }): Promise<Proxy> {
  const sockets = new Set<net.Socket>()
  const server = net.createServer(client => {
    if (proxy.mode === 'refuse') {
      client.destroy()
      return
    }
    const upstream = net.connect(target.port, target.host)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('data', bytes => proxy.mode !== 'mute' && upstream.write(bytes))
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
    upstream.on('data', bytes => {
      if (proxy.mode === 'cut_answers') client.destroy()
      else if (proxy.mode !== 'mute') client.write(bytes)
    })
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const proxy: Proxy = {
    port: typeof address === 'object' && address ? address.port : 0,
    mode: 'pass',
    drop: () => {
      for (const socket of sockets) socket.destroy()
    },
    close: () => {
      proxy.drop()
      server.close()
    },
  }
  return proxy
}

let installation: TestInstallation
let proxy: Proxy
let router: TenantRouter
let near: TenantId
let far: TenantId
let farDatabase: string

beforeAll(async () => {
  installation = await openInstallation()
  await installation.addSource('near')
  const source = await installation.addSource('far')
  farDatabase = source.database
  proxy = await openProxy(installation.superuser('postgres'))
  await withConnection(installation.login('ops', installation.controlName), client =>
    client.query('update tenancy.data_source set port = $1 where id = $2', [proxy.port, source.id]),
  )
  router = installation.router({ connect: '200ms', wait: '500ms', max: 3 })
  near = await installation.addTenant(router, 'near')
  far = await installation.addTenant(router, 'far')
})
afterAll(async () => {
  proxy.close()
  await installation.close()
})

const count = sql<{ n: number }>`select count(*) as n from notes.note`
const insert = (body: string) => sql`insert into notes.note (body) values (${body})`
const bodies = async () =>
  (
    await withConnection(installation.superuser(farDatabase), client =>
      client.query<{ body: string }>('select body from notes.note'),
    )
  ).rows.map(row => row.body)

test('a database that is down or mute hurts its own organizations only, and comes back by itself', async () => {
  for (const mode of ['refuse', 'mute'] as const) {
    proxy.mode = mode
    if (mode === 'refuse') proxy.drop()
    const down = Promise.allSettled(
      Array.from({ length: 20 }, () =>
        router.query(far, OWNER, count, { waitMs: 300, timeoutMs: 200, signal: AbortSignal.timeout(600) }),
      ),
    )
    const up = await Promise.all(Array.from({ length: 20 }, () => router.query(near, OWNER, count)))
    expect(up).toHaveLength(20)
    for (const result of await down) expect(result.status).toBe('rejected')
  }
  proxy.mode = 'pass'
  await expect
    .poll(
      () =>
        router.query(far, OWNER, count).then(
          () => 'served',
          () => 'not yet',
        ),
      { timeout: 10_000, interval: 200 },
    )
    .toBe('served')
})

test('a COMMIT whose answer is cut off is unknown, and was done; a write cut off before it was not', async () => {
  await router.query(far, OWNER, insert('before'))
  const lost = router.withTenant(far, OWNER, async tx => {
    await tx.execute(insert('committed, unheard'))
    proxy.mode = 'cut_answers'
  })
  await expect(lost).rejects.toMatchObject({ code: 'outcome_unknown' })
  proxy.mode = 'pass'
  await expect.poll(bodies).toContain('committed, unheard')
  const halfway = router.withTenant(far, OWNER, async tx => {
    await tx.execute(insert('never'))
    proxy.drop()
    await tx.execute(insert('never'))
  })
  await expect(halfway).rejects.toMatchObject({ code: 'source_unavailable' })
  expect(await bodies()).not.toContain('never')
  await expect(router.query(far, OWNER, count)).resolves.toBeDefined()
})

test('while the control database is away, known organizations are served', async () => {
  const gate = await openProxy(installation.superuser('postgres'))
  const control = createScopedPool(
    { ...installation.login('app', installation.controlName), port: gate.port },
    { connect: '200ms', wait: '300ms' },
  )
  const { user, password } = installation.login('app', '')
  const lone = createTenantRouter({ control, credentials: { user, password } })
  await expect.poll(async () => (await lone.getTenantConnectionInfo(near)).cached).toBe(true)
  gate.mode = 'refuse'
  gate.drop()
  await expect(lone.query(near, OWNER, count)).resolves.toBeDefined()
  await expect(lone.query(far, OWNER, count)).rejects.toMatchObject({ code: 'source_unavailable' })
  gate.mode = 'pass'
  await expect
    .poll(
      () =>
        lone.query(far, OWNER, count).then(
          () => 'served',
          () => 'not yet',
        ),
      { timeout: 10_000, interval: 200 },
    )
    .toBe('served')
  await lone.close()
  await control.close()
  gate.close()
})

test('a read goes to a declared replica where it may, a write never', async () => {
  const { host, port } = installation.superuser('postgres')
  await withConnection(installation.login('ops', installation.controlName), client =>
    client.query("update tenancy.data_source set region = 'eu', replicas = $1 where name = 'far'", [
      JSON.stringify([{ host, port, region: 'us' }]),
    ]),
  )
  const names = (used: TenantRouter) => used.stats().sources.map(source => source.name)
  const us = installation.router({ connect: '200ms' }, { region: 'us' })
  await us.query(far, OWNER, count, { replica: 'closest' })
  expect(names(us)).toEqual(['far replica us'])
  const eu = installation.router({ connect: '200ms' }, { region: 'eu' })
  await eu.query(far, OWNER, count, { replica: 'closest' })
  expect(names(eu)).toEqual(['far'])
  proxy.mode = 'refuse'
  proxy.drop()
  await expect(eu.query(far, OWNER, count, { readOnly: true })).rejects.toMatchObject({
    code: 'source_unavailable',
  })
  await expect(eu.query(far, OWNER, count, { replica: 'fallback' })).resolves.toBeDefined()
  await expect(eu.query(far, OWNER, insert('x'), { replica: 'fallback' })).rejects.toMatchObject({
    sqlState: '25006',
  })
  proxy.mode = 'pass'
})

test('without prepared statements nothing is left in the session', async () => {
  const plain = installation.router({ max: 1, prepared: false })
  for (let i = 0; i < 4; i++)
    await plain.query(near, OWNER, { ...count, text: 'select count(*) from notes.note', name: 'named' })
  const left = await plain.query(
    near,
    OWNER,
    sql<{ n: number }>`select count(*) as n from pg_prepared_statements`,
  )
  expect(left.rows).toEqual([{ n: 0 }])
})

test('no failure shows a password', async () => {
  const canary = `canary-${randomBytes(9).toString('hex')}`
  const seen: string[] = []
  const look = (value: unknown) =>
    seen.push(
      inspect(value, { depth: 12, showHidden: true }),
      String(value),
      JSON.stringify(value) ?? '',
      value instanceof Error ? `${value.stack}` : '',
    )
  const fails = async (work: () => unknown) => {
    try {
      look(await work())
    } catch (error) {
      look(error)
    }
  }
  const base = installation.login('app', installation.controlName)
  const wrong = [
    { ...base, password: canary },
    { ...base, password: canary, host: 'no-such-host.invalid' },
    { ...base, password: canary, port: 1 },
    { ...base, password: canary, database: 'no_such_database' },
    { ...base, password: canary, user: 'nobody_here' },
    { ...base, password: canary, tls: { mode: 'verify-full' as const } },
  ]
  for (const settings of wrong) {
    const control = createScopedPool(settings, { connect: '500ms', wait: '800ms' })
    await fails(() => control.query(null, OWNER, sql`select 1 as one`))
    look([control, control.stats()])
    await control.close()
  }
  for (const text of [
    `postgres://u:${canary}@127.0.0.1:1/db?host=x`,
    `postgres://u:${canary}@[::1`,
    `postgres://u:${canary}@h/db%zz`,
    canary,
  ]) {
    await fails(() => parseConnectionUrl(text))
    await fails(() => parseTenantConnectionUrl(text))
  }
  const keys = createKeyring(`k:${randomBytes(32).toString('base64')}`)
  await withConnection(installation.login('ops', installation.controlName), async client => {
    const { rows } = await client.query<{ id: string }>(
      "select id from tenancy.data_source where name = 'near'",
    )
    await storeCredential(client, keys, rows[0]?.id ?? '', 'app', { user: base.user, password: canary })
  })
  const keyed = installation.router({ connect: '500ms' }, { keys })
  await fails(() => keyed.query(near, OWNER, count))
  await fails(() => keyed.testTenantConnection(near))
  await fails(() => keyed.getTenantConnectionInfo(near))
  await fails(() => keyed.withTenant(near, { id: randomUUID(), role: 'owner' }, async tx => look(tx)))
  look([keyed, keyed.stats(), keys])
  expect(seen.length).toBeGreaterThan(60)
  expect(seen.filter(text => text.includes(canary))).toEqual([])
  look(new RouterError('aborted', canary))
  expect(seen.some(text => text.includes(canary))).toBe(true)
})
