import { randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import {
  assertServingRole,
  createKeyring,
  createScopedPool,
  createTenantRouter,
  dropDatabase,
  listSources,
  openConnection,
  placeTenant,
  roleNames,
  sql,
  tenantId,
  withConnection,
} from '@lettershop/tenant-router'
import { openTestDatabases, type TestDatabases } from '@lettershop/testkit'
import type pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Config, loadConfig } from '../config/config.ts'
import { addOtherSource, addOwnSource } from './add-source.ts'
import { expectedSchema, fleetOptions } from './fleet.ts'
import type { Installation } from './installation.ts'
import { passwordOnSource, sourceLogin } from './source-login.ts'

const suffix = randomBytes(4).toString('hex')
/** Roles of a prefix of its own, so that the logins of other test files stay as they are. */
const prefix = `os_${suffix}`
const organization = tenantId('0192f5c0-7d1e-7a52-9c55-0c2f0f5f7a11')

let databases: TestDatabases
let control: pg.Client
let config: Config
let installation: Installation
let other: Installation

beforeAll(async () => {
  databases = await openTestDatabases()
  control = await openConnection(databases.login('ops', databases.control))
  config = loadConfig({
    LETTERSHOP_DATA_DIR: await mkdtemp(`${inject('server').base}/source-`),
    LETTERSHOP_SECRET: 'a secret for tests alone, long enough',
    LETTERSHOP_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  })
  const { roles, control: controlDatabase, shared: tenantDatabase, login } = databases
  installation = { roles, controlDatabase, tenantDatabase, login }
  other = { ...installation, roles: roleNames(prefix), controlDatabase: prefix }
})
afterAll(async () => {
  await control.end()
  for (const name of [`own_${suffix}`, `other_${suffix}`, `${databases.control}_template`])
    await dropDatabase(databases.superuser('postgres'), name)
  await databases.drop()
})

const server = () => ({
  admin: databases.superuser('postgres'),
  controlDatabase: databases.control,
  embedded: true,
  stop: async () => {},
})

test('a dedicated database is made from the template and looks as the files say', async () => {
  await addOwnSource(control, server(), installation, {
    name: `own-${suffix}`,
    kind: 'dedicated',
    region: 'eu',
    replicas: [{ host: '10.0.0.7', port: 5432, region: 'us' }],
  })
  const source = (await listSources(control)).find(one => one.name === `own-${suffix}`)
  expect(source).toMatchObject({ kind: 'dedicated', region: 'eu', capacity: 1, placements: 0 })
  const login = await sourceLogin(control, config, installation, source!, 'app')
  expect(login.user).toBe(databases.roles.app)
  await assertServingRole(login)
  expect((await expectedSchema(server(), installation)).length).toBeGreaterThan(300)
  const migrator = await fleetOptions(control, config, installation).connectionTo(source!)
  expect(migrator).toMatchObject({ user: databases.roles.migrator, database: `own_${suffix}` })
})

test('a database on another server gets roles and passwords of its own, stored encrypted, and serves', async () => {
  const name = `other-${suffix}`
  const admin = databases.superuser(`other_${suffix}`)
  await withConnection(databases.superuser('postgres'), client =>
    client.query(`create database "other_${suffix}"`),
  )
  const url = `postgres://${admin.user}:${encodeURIComponent(admin.password)}@${admin.host}:${admin.port}/${admin.database}`
  await addOtherSource(control, config, other, { name, kind: 'shared' }, url, { trusted: true })
  const source = (await listSources(control)).find(one => one.name === name)!
  const login = await sourceLogin(control, config, other, source, 'app')
  expect(login).toMatchObject({ user: `${prefix}_app`, password: passwordOnSource(config, 'app', name) })
  await assertServingRole(login)
  const stored = await control.query<{ text: string }>('select c::text as text from tenancy.credential c')
  expect(stored.rows).toHaveLength(3)
  for (const { text } of stored.rows) expect(text).not.toContain(login.password)

  const pool = createScopedPool(databases.login('app', databases.control))
  const router = createTenantRouter({
    control: pool,
    keys: createKeyring(config.keyRing),
    credentials: { user: 'nobody', password: 'x' },
  })
  await withConnection(databases.superuser(databases.control), client =>
    client.query("insert into identity.organization (id, name, slug) values ($1, 'O', 'o')", [organization]),
  )
  await placeTenant(control, organization, { source: name })
  await router.settle(organization)
  const { rows } = await router.query(
    organization,
    { id: null, role: 'owner' },
    sql<{ database: string }>`select current_database()::text as database`,
  )
  expect(rows).toEqual([{ database: `other_${suffix}` }])
  await router.close()
  await pool.close()
})

test('an address that a tenant gives is guarded, and nothing is registered', async () => {
  for (const url of [
    'postgres://u:p@127.0.0.1:5432/db',
    'postgres://u:p@allowed.example/db?host=169.254.169.254',
    'postgres://u:p@10.1.2.3:5432/db',
    'not a url',
  ]) {
    const refused = addOtherSource(control, config, other, { name: 'evil', kind: 'shared' }, url, {
      trusted: false,
    })
    await expect(refused).rejects.toMatchObject({ name: 'RouterError' })
    await refused.catch(error => expect(String(error)).not.toContain('169.254'))
  }
  expect((await listSources(control)).map(one => one.name)).not.toContain('evil')
})
