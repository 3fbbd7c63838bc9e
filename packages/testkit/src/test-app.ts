import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import type { Role } from '@lettershop/contracts'
import { withConnection } from '@lettershop/tenant-router'
import type { FastifyInstance } from 'fastify'
import { inject } from 'vitest'
import { createOrganization, createUser } from '../../../apps/server/src/modules/identity/index.ts'
import { type Config, loadConfig } from '../../../apps/server/src/platform/config/config.ts'
import type { Services } from '../../../apps/server/src/platform/services.ts'
import { createLogger, type Logger } from '../../../apps/server/src/platform/telemetry/logger.ts'
import { openServer } from '../../../apps/server/src/server/open-server.ts'
import { Browser } from './browser.ts'
import { openTestDatabases, type TestDatabases } from './test-database.ts'

export const PASSWORD = 'correct horse battery'

/** An organization of a test, with a signed-in owner. */
export interface TestOrganization {
  readonly id: string
  readonly slug: string
  readonly owner: Browser
  /** A signed-in member with this role; made once. */
  member(role: Role): Promise<Browser>
}

/**
 * The whole server on real databases. Two organizations share one database and a third lives in another one, always.
 */
export interface TestApp {
  readonly app: FastifyInstance
  readonly services: Services
  readonly config: Config
  readonly databases: TestDatabases
  /** Where a real browser or a program finds the server; with `listen: true`. */
  readonly address: string | undefined
  readonly acme: TestOrganization
  /** In the same database as acme. */
  readonly neighbour: TestOrganization
  /** In another database. */
  readonly faraway: TestOrganization
  readonly nobody: Browser
  newOrganization(name: string): Promise<TestOrganization>
  close(): Promise<void>
}

export interface TestAppOptions {
  /** Run jobs and the relay. Default true. */
  readonly worker?: boolean
  /** Listen on a port, for real browsers. Default false: requests are injected. */
  readonly listen?: boolean
  readonly settings?: Readonly<Record<string, string>>
  /** Takes the place of the silent log. */
  readonly log?: Logger
}

/** Opens the server for one test file; `close` in afterAll. */
export async function openTestApp({
  worker = true,
  listen = false,
  settings = {},
  log = createLogger({ level: 'silent', pretty: false }),
}: TestAppOptions = {}): Promise<TestApp> {
  const databases = await openTestDatabases()
  const dataDir = await mkdtemp(path.join(inject('server').base, 'data-'))
  const config = loadConfig({
    PORT: '0',
    LETTERSHOP_DATA_DIR: dataDir,
    LETTERSHOP_SECRET: 'a secret for tests alone, long enough',
    LETTERSHOP_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    LETTERSHOP_PUBLIC_URL: 'http://localhost:4400',
    LETTERSHOP_LOG_LEVEL: 'silent',
    LETTERSHOP_POOL_MAX: '6',
    ...settings,
  })
  const where = {
    controlDatabase: databases.control,
    tenantDatabase: databases.shared,
    login: databases.login,
  }
  const server = await openServer(config, where, log, { http: listen ? 'listen' : 'inject', worker })
  const { services } = server
  const app = server.app!
  const world = { app, services, databases }
  const acme = await newOrganization(world, 'Acme')
  const neighbour = await newOrganization(world, 'Neighbour')
  const faraway = await newOrganization(world, 'Faraway', databases.other)
  return {
    ...world,
    config,
    address: server.address,
    acme,
    neighbour,
    faraway,
    nobody: new Browser(app),
    newOrganization: name => newOrganization(world, name),
    async close() {
      await server.close()
      await databases.drop()
    },
  }
}

interface World {
  readonly app: FastifyInstance
  readonly services: Services
  readonly databases: TestDatabases
}

let people = 0

async function signedIn({ app, services }: World, name: string): Promise<{ id: string; browser: Browser }> {
  const email = `${name.toLowerCase()}-${++people}@example.com`
  const { id } = await createUser(services, { name, email, password: PASSWORD, email_verified: true })
  const browser = new Browser(app)
  const answer = await browser.post('/api/auth/sign-in/email', { email, password: PASSWORD })
  if (answer.statusCode !== 200) throw new Error(`sign-in: ${answer.statusCode} ${answer.body}`)
  return { id, browser }
}

async function newOrganization(
  world: World,
  name: string,
  database = world.databases.shared,
): Promise<TestOrganization> {
  const { services, databases } = world
  const owner = await signedIn(world, `${name}-owner`)
  await preferDatabase(databases, database)
  const { id, slug } = await createOrganization(services, { name, ownerId: owner.id })
  const members = new Map<Role, Promise<Browser>>()
  const join = async (role: Role) => {
    const person = await signedIn(world, `${name}-${role}`)
    await services.authPool.query(
      'insert into identity.member (organization_id, user_id, role) values ($1, $2, $3)',
      [id, person.id, role],
    )
    return person.browser
  }
  return {
    id,
    slug,
    owner: owner.browser,
    member(role) {
      const known = members.get(role) ?? join(role)
      members.set(role, known)
      return known
    },
  }
}

/** Placement chooses the emptiest open database; a test says which one that is. */
async function preferDatabase(databases: TestDatabases, database: string): Promise<void> {
  await withConnection(databases.login('ops', databases.control), client =>
    client.query(
      "update tenancy.data_source set status = case when database = $1 then 'active' else 'draining' end",
      [database],
    ),
  )
}
