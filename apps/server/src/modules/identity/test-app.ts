import { createHmac } from 'node:crypto'
import type { Role } from '@lettershop/contracts/permissions'
import { createScopedPool, createTenantRouter } from '@lettershop/tenant-router'
import { Browser } from '@lettershop/testkit/browser'
import { openTestDatabases, type TestDatabases } from '@lettershop/testkit/test-database'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import pino from 'pino'
import { type Config, loadConfig } from '#platform/config/config.ts'
import { buildHttp } from '#platform/http/app.ts'
import type { Route } from '#platform/http/route.ts'
import type { Mail } from '#platform/mail/mailer.ts'
import type { Services } from '#platform/services.ts'
import { authOf } from './auth-of.ts'
import { type CreatedOrganization, createIdentity, createOrganization, routes } from './index.ts'
import { authSettings } from './settings.ts'

/** The HTTP application with identity alone, on real databases, for the tests of this module. */
export interface TestApp {
  readonly app: FastifyInstance
  readonly services: Services
  readonly databases: TestDatabases
  readonly mails: Mail[]
  close(): Promise<void>
}

export const PUBLIC_URL = 'http://localhost:4400'

/** @param extra routes beside those of identity */
export async function openTestApp(extra: readonly Route[] = []): Promise<TestApp> {
  const databases = await openTestDatabases()
  const config: Config = loadConfig(
    {
      LETTERSHOP_SECRET: 'a-secret-of-the-tests-that-is-long-enough',
      LETTERSHOP_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
      LETTERSHOP_PUBLIC_URL: PUBLIC_URL,
    },
    databases.control,
  )
  const mails: Mail[] = []
  const control = createScopedPool(databases.login('app', databases.control))
  const { user, password } = databases.login('app', databases.shared)
  const router = createTenantRouter({ control, credentials: { user, password } })
  const authPool = new pg.Pool({ ...poolSettings(databases), max: 5 })
  // Dropping the database ends connections that are just closing.
  authPool.on('error', () => {})
  const log = pino({ level: 'silent' })
  const mailer = {
    send: async (mail: Mail) => {
      mails.push(mail)
    },
    close: async () => {},
  }
  // Storage and organization secrets are no business of identity: touching them here is a mistake.
  const services: Services = {
    config,
    log,
    clock: { now: () => new Date() },
    router,
    control,
    authPool,
    mailer,
    get storage(): never {
      throw new Error('identity stores no files')
    },
    get secrets(): never {
      throw new Error('identity needs no secrets of organizations')
    },
  }
  const identity = createIdentity(services)
  const app = await buildHttp({
    services,
    routes: [...routes, ...extra],
    callers: identity.callers,
    plugins: [identity.plugin],
  })
  await app.ready()
  return {
    app,
    services,
    databases,
    mails,
    async close() {
      await app.close()
      await router.close()
      await control.close()
      await authPool.end()
      await databases.drop()
    },
  }
}

function poolSettings(databases: TestDatabases): pg.PoolConfig {
  const { host, port, database, user, password } = databases.login('auth', databases.control)
  return { host, port, database, user, password }
}

let people = 0

export const PASSWORD = 'correct horse battery'

/** A signed-in person. */
export interface Person {
  readonly id: string
  readonly email: string
  readonly browser: Browser
}

let passwordHash: Promise<string> | undefined

/** Makes a person with a session. One hash for all and no sign-in: scrypt would be most of the time of these tests. */
export async function newPerson(world: TestApp, name = 'Person', verified = true): Promise<Person> {
  const email = `${name.toLowerCase()}-${++people}@example.com`
  const { authPool, config } = world.services
  const { password, internalAdapter } = await authOf(world.services).$context
  passwordHash ??= password.hash(PASSWORD)
  const { rows } = await authPool.query<{ id: string }>(
    `with person as (insert into identity.user (name, email, email_verified) values ($1, $2, $3) returning id)
     insert into identity.account (account_id, provider_id, user_id, password)
     select id::text, 'credential', id, $4 from person returning user_id as id`,
    [name, email, verified, await passwordHash],
  )
  const id = rows[0]!.id
  const { token } = await internalAdapter.createSession(id, false, { ipAddress: '198.18.0.0' })
  const signature = createHmac('sha256', authSettings(config).secret).update(token).digest('base64')
  const browser = new Browser(world.app)
  browser.cookies.set('lettershop.session_token', encodeURIComponent(`${token}.${signature}`))
  return { id, email, browser }
}

/** Signs a browser in. @throws when the answer is not 200 */
export async function signIn(
  browser: Browser,
  email: string,
  password = PASSWORD,
): Promise<LightMyRequestResponse> {
  const answer = await browser.post('/api/auth/sign-in/email', { email, password })
  if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${answer.body}`)
  return answer
}

/** A person with an organization of their own. */
export async function newOwner(
  world: TestApp,
  name: string,
): Promise<Person & { organization: CreatedOrganization }> {
  const person = await newPerson(world, name)
  const organization = await createOrganization(world.services, { name: `${name} Ltd`, ownerId: person.id })
  return { ...person, organization }
}

/** A person who is a member of the organization with this role. */
export async function newMember(
  world: TestApp,
  organizationId: string,
  role: Role,
): Promise<Person & { memberId: string }> {
  const person = await newPerson(world, role)
  const { rows } = await world.services.authPool.query<{ id: string }>(
    'insert into identity.member (organization_id, user_id, role) values ($1, $2, $3) returning id',
    [organizationId, person.id, role],
  )
  return { ...person, memberId: rows[0]!.id }
}
