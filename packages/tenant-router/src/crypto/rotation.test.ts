import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openConnection, sql, type TenantId, withConnection } from '../index.ts'
import { openCredential } from '../registry/credential.ts'
import type { StoredCredential } from '../registry/placement.ts'
import { storeCredential } from '../registry/store-credential.ts'
import { OWNER, openInstallation, type TestInstallation } from '../testing.ts'
import { createKeyring } from './keyring.ts'
import { credentialsPerKey, encryptPlainCredentials, rotateCredentials } from './rotation.ts'

const [one, two, three] = ['one', 'two', 'three'].map(id => `${id}:${randomBytes(32).toString('base64')}`)
let installation: TestInstallation
let source: { id: string; database: string }
let tenant: TenantId
let ops: pg.Client

beforeAll(async () => {
  installation = await openInstallation()
  source = await installation.addSource('main')
  tenant = await installation.addTenant(installation.router(), 'main')
  ops = await openConnection(installation.login('ops', installation.controlName))
})
afterAll(async () => {
  await ops.end()
  await installation.close()
})

const routerWith = (ring: string) =>
  installation.router({}, { keys: createKeyring(ring), credentials: { user: 'nobody', password: 'x' } })
const ask = (ring: string) => routerWith(ring).query(tenant, OWNER, sql`select 1 as one`)

test('plain records are refused until they are encrypted, then serve; running it again changes nothing', async () => {
  const { user, password } = installation.login('app', source.database)
  await ops.query(
    "insert into tenancy.credential (data_source_id, purpose, format_version, secret) values ($1, 'app', 0, $2)",
    [source.id, JSON.stringify({ user, password })],
  )
  await expect(ask(`${one}`)).rejects.toMatchObject({ code: 'credential_unreadable' })
  expect(await encryptPlainCredentials(ops, createKeyring(`${one}`))).toEqual({ changed: 1, skipped: 0 })
  expect(await encryptPlainCredentials(ops, createKeyring(`${one}`))).toEqual({ changed: 0, skipped: 0 })
  await expect(ask(`${one}`)).resolves.toBeDefined()
  const stored = await ops.query<{ text: string }>('select c::text as text from tenancy.credential c')
  expect(stored.rows[0]?.text).not.toContain(password)
})

test('a wrong key, a missing key and a swapped ciphertext open nothing, and say nothing', async () => {
  const decoy = `one:${randomBytes(32).toString('base64')}`
  for (const ring of [decoy, `${two}`]) {
    const refused = routerWith(ring).testTenantConnection(tenant)
    await expect(refused).resolves.toMatchObject({
      success: false,
      placed: true,
      credentialsReadable: false,
      error: 'credential_unreadable',
    })
  }
  await storeCredential(ops, createKeyring(`${one}`), source.id, 'ops', { user: 'x', password: 'y' })
  await ops.query(`update tenancy.credential a set secret = b.secret, wrapped_key = b.wrapped_key from tenancy.credential b
    where a.purpose = 'migrator' and b.purpose = 'ops'`)
  const swapped = await ops.query<StoredCredential>(
    "select data_source_id, 'app' as purpose, format_version, key_id, wrapped_key, secret from tenancy.credential where purpose = 'ops'",
  )
  await expect(openCredential(createKeyring(`${one}`), swapped.rows[0]!)).rejects.toMatchObject({
    code: 'credential_unreadable',
  })
})

test('rotation killed anywhere leaves every credential readable, and ends with the old key at zero', async () => {
  const many = 12
  const sources: string[] = []
  for (let i = 0; i < many; i++) {
    const { rows } = await ops.query<{ id: string }>(
      "insert into tenancy.data_source (name, kind, host, port, database) values ($1, 'dedicated', 'h', 1, $1) returning id",
      [`rotate-${i}`],
    )
    sources.push(rows[0]?.id ?? '')
    await storeCredential(ops, createKeyring(`${one}`), sources[i] ?? '', 'app', {
      user: `u${i}`,
      password: `p${i}`,
    })
  }
  const rings = [`${two},${one}`, `${three},${two}`]
  const rounds = process.env['GUARANTEES'] === 'full' ? 200 : 10
  for (let round = 0; round < rounds; round++) {
    const keys = createKeyring(rings[round % 2] ?? '')
    const victim = await openConnection(installation.login('ops', installation.controlName))
    const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid')
    const rotating = rotateCredentials(victim, keys).catch(() => {})
    await new Promise(resolve => setTimeout(resolve, (round * 7) % 15))
    await withConnection(installation.superuser(installation.controlName), client =>
      client.query('select pg_terminate_backend($1)', [rows[0]?.pid]),
    )
    await rotating
    await everyoneOpens(createKeyring(`${three},${two},${one}`), many)
    // Resumed, it finishes; the next round goes on to the other key.
    await rotateCredentials(ops, keys)
    await everyoneOpens(createKeyring(`${keys.currentKeyId === 'two' ? two : three}`), many)
    if (round % 2 === 1) await rotateCredentials(ops, createKeyring(`${two},${three}`))
  }
  const left = (await credentialsPerKey(ops)).map(entry => entry.key_id)
  expect(left).not.toContain('one')
  expect(left).toHaveLength(1)
})

async function everyoneOpens(keys: ReturnType<typeof createKeyring>, count: number): Promise<void> {
  const { rows } = await ops.query<StoredCredential>(
    "select c.* from tenancy.credential c join tenancy.data_source s on s.id = c.data_source_id where s.name like 'rotate-%'",
  )
  const logins = await Promise.all(rows.map(row => openCredential(keys, row)))
  expect(new Set(logins.map(login => login.password)).size).toBe(count)
}

test('requests go on while keys rotate under them', async () => {
  await storeCredential(ops, createKeyring(`${one}`), source.id, 'app', installation.login('app', ''))
  const router = installation.router({ max: 2 }, { keys: createKeyring(`${three},${two},${one}`) })
  let served = 0
  let over = false
  const busy = Array.from({ length: 8 }, async () => {
    while (!over) {
      await router.query(tenant, OWNER, sql`select 1 as one`)
      served++
    }
  })
  for (const ring of [`${two},${one}`, `${three},${two}`, `${two},${three}`, `${three},${two}`]) {
    const before = served
    expect((await rotateCredentials(ops, createKeyring(ring))).changed).toBeGreaterThan(0)
    await expect.poll(() => served).toBeGreaterThan(before + 20)
  }
  over = true
  await Promise.all(busy)
  await router.close()
  await expect(router.query(tenant, OWNER, sql`select 1 as one`)).rejects.toMatchObject({
    code: 'router_closed',
  })
})

test('a password that changes during rotation is not lost', async () => {
  const keys = createKeyring(`${one},${two},${three}`)
  const racing = createKeyring(`${one},${two},${three}`)
  const wrap = racing.wrap
  racing.wrap = async (dataKey, context) => {
    racing.wrap = wrap
    await storeCredential(ops, keys, source.id, 'ops', { user: 'new', password: 'newer' })
    return wrap(dataKey, context)
  }
  await ops.query("delete from tenancy.credential where purpose <> 'ops'")
  await storeCredential(ops, createKeyring(`${two}`), source.id, 'ops', { user: 'old', password: 'older' })
  expect(await rotateCredentials(ops, racing)).toEqual({ changed: 0, skipped: 1 })
  const { rows } = await ops.query<StoredCredential>("select * from tenancy.credential where purpose = 'ops'")
  expect(await openCredential(keys, rows[0]!)).toEqual({ user: 'new', password: 'newer' })
})
