import { createScopedPool, createTenantRouter } from '@lettershop/tenant-router'
import { openTestDatabases, type TestDatabases } from '@lettershop/testkit'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import pino from 'pino'
import { type Config, loadConfig } from '#platform/config/config.ts'
import { buildHttp } from '#platform/http/app.ts'
import type { Route } from '#platform/http/route.ts'
import type { Mail } from '#platform/mail/mailer.ts'
import type { Services } from '#platform/services.ts'
import { createIdentity, routes } from './index.ts'

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

/** A browser: keeps cookies and says where its pages come from. */
export class Browser {
  readonly #app: FastifyInstance
  readonly #address: string
  readonly cookies = new Map<string, string>()

  constructor({ app }: TestApp, address = '203.0.113.7') {
    this.#app = app
    this.#address = address
  }

  async request(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const options: InjectOptions = {
      method,
      url,
      remoteAddress: this.#address,
      headers: { origin: PUBLIC_URL, ...(cookie ? { cookie } : {}), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    }
    const response = await this.#app.inject(options)
    for (const { name, value, maxAge } of response.cookies)
      if (maxAge === 0 || value === '') this.cookies.delete(name)
      else this.cookies.set(name, encodeURIComponent(value))
    return response
  }

  get = (url: string) => this.request('GET', url)
  post = (url: string, body: unknown = {}) => this.request('POST', url, body)
  patch = (url: string, body: unknown) => this.request('PATCH', url, body)
  delete = (url: string) => this.request('DELETE', url)
}
