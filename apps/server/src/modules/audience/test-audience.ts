import { randomUUID } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import type { Role } from '@lettershop/contracts'
import {
  createKeyring,
  createScopedPool,
  createTenantRouter,
  sql,
  type TenantId,
  tenantId,
} from '@lettershop/tenant-router'
import { openTestDatabases, type TestDatabases } from '@lettershop/testkit'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import pg from 'pg'
import pino from 'pino'
import { inject } from 'vitest'
import { createOrganization, createUser } from '#modules/identity/index.ts'
import { loadConfig } from '#platform/config/config.ts'
import { AppError } from '#platform/errors/app-error.ts'
import { buildHttp } from '#platform/http/app.ts'
import type { CallerResolver } from '#platform/http/mount.ts'
import type { JobRun } from '#platform/jobs/index.ts'
import { createOrganizationSecrets } from '#platform/secrets/create-secrets.ts'
import type { Services } from '#platform/services.ts'
import { openFileStorage } from '#platform/storage/index.ts'
import { run } from './import/import.handler.ts'
import { importJob } from './import/import.job.ts'
import { routes } from './index.ts'

/** An organization of a test, seen with the eyes of one role. */
export interface Caller {
  request(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<LightMyRequestResponse>
  /** Sends a file as a raw body; `query` begins with `?`. */
  upload(bytes: Buffer | string, query?: string): Promise<LightMyRequestResponse>
}

export interface TestAudience {
  readonly services: Services
  readonly databases: TestDatabases
  /** Folder of the storage. */
  readonly files: string
  readonly acme: TenantId
  /** In the same database as acme. */
  readonly neighbour: TenantId
  /** In another database. */
  readonly faraway: TenantId
  as(organization: TenantId, role?: Role): Caller
  /** Runs an import as a worker would, without a queue. @param changes what this run does otherwise */
  runImport(organization: TenantId, jobId: string, changes?: Partial<JobRun>): Promise<unknown>
  close(): Promise<void>
}

/** The routes of this module alone over HTTP, on real databases; who calls is said by the test. */
export async function openTestAudience(): Promise<TestAudience> {
  const databases = await openTestDatabases()
  const config = loadConfig(
    {
      LETTERSHOP_SECRET: 'a-secret-of-the-tests-that-is-long-enough',
      LETTERSHOP_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    },
    databases.control,
  )
  const control = createScopedPool(databases.login('app', databases.control))
  const { user, password } = databases.login('app', databases.shared)
  const keys = createKeyring(config.keyRing)
  const router = createTenantRouter({ control, keys, credentials: { user, password } })
  const { host, port, database, ...auth } = databases.login('auth', databases.control)
  const authPool = new pg.Pool({ host, port, database, user: auth.user, password: auth.password, max: 2 })
  authPool.on('error', () => {})
  const files = await mkdtemp(path.join(inject('server').base, 'audience-'))
  const services: Services = {
    config,
    log: pino({ level: 'silent' }),
    clock: { now: () => new Date() },
    router,
    control,
    authPool,
    storage: await openFileStorage(files),
    mailer: { send: async () => {}, close: async () => {} },
    secrets: createOrganizationSecrets(keys),
  }
  const app = await buildHttp({ services, routes, callers: callersByHeader })
  await app.ready()
  const made = (name: string, place: string) => newOrganization(services, databases, name, place)
  return {
    services,
    databases,
    files,
    acme: await made('Acme', 'shared-1'),
    neighbour: await made('Neighbour', 'shared-1'),
    faraway: await made('Faraway', 'shared-2'),
    as: (organization, role = 'owner') => caller(app, organization, role),
    runImport: (organization, jobId, changes) => runImport(services, organization, jobId, changes),
    async close() {
      await app.close()
      await router.close()
      await control.close()
      await authPool.end()
      await databases.drop()
    },
  }
}

async function newOrganization(
  services: Services,
  databases: TestDatabases,
  name: string,
  place: string,
): Promise<TenantId> {
  const ops = databases.login('ops', databases.control)
  const pool = new pg.Pool({
    host: ops.host,
    port: ops.port,
    database: ops.database,
    user: ops.user,
    password: ops.password,
  })
  await pool.query(
    "update tenancy.data_source set status = case when name = $1 then 'active' else 'draining' end",
    [place],
  )
  await pool.end()
  const email = `${randomUUID()}@example.com`
  const { id: ownerId } = await createUser(services, {
    name,
    email,
    password: 'correct horse battery',
    email_verified: true,
  })
  return tenantId((await createOrganization(services, { name, ownerId })).id)
}

/** Stands in for sign-in: the request says who it is. The organization in the path must be the caller's own. */
const callersByHeader: CallerResolver = {
  async ofOrganization(request, organization) {
    const { 'x-organization': own, 'x-role': role = 'viewer' } = request.headers
    if (own !== organization) throw new AppError('not_found')
    return {
      actor: {
        kind: 'user',
        id: '018f0000-0000-7000-8000-000000000001',
        role: String(role),
        requestId: request.id,
      },
      organization: {
        id: tenantId(organization),
        slug: 'x',
        name: 'X',
        currency: 'USD',
        time_zone: 'UTC',
        mode: 'live',
      },
    }
  },
  async person() {
    throw new AppError('unauthenticated')
  },
  async operator() {
    throw new AppError('unauthenticated')
  },
}

function caller(app: FastifyInstance, organization: TenantId, role: Role): Caller {
  const headers = { 'x-organization': organization, 'x-role': role }
  const base = `/v1/orgs/${organization}`
  return {
    request: (method, url, body) =>
      app.inject({
        method,
        url: url.startsWith('/v1/') ? url : base + url,
        headers,
        ...(body === undefined ? {} : { payload: body as object }),
      }),
    upload: (bytes, query = '?name=people.csv') =>
      app.inject({
        method: 'POST',
        url: `${base}/recipient-lists/upload${query}`,
        headers: { ...headers, 'content-type': 'text/csv' },
        payload: bytes,
      }),
  }
}

async function runImport(services: Services, tenant: TenantId, jobId: string, changes: Partial<JobRun> = {}) {
  const actor = { id: null, role: 'system', requestId: 'test' }
  const { rows } = await services.router.query(
    tenant,
    actor,
    sql<{
      input: unknown
    }>`select input from platform.job where tenant_id = platform.tenant_id() and id = ${jobId}`,
  )
  return run({
    job: { id: jobId, type: importJob.type, attempt: 1, resource: null, resourceId: null, createdBy: null },
    tenantId: tenant,
    services,
    log: services.log,
    signal: new AbortController().signal,
    withTenant: (work, options) => services.router.withTenant(tenant, actor, work, options),
    progress: () => {},
    ...changes,
    input: importJob.input.parse(rows[0]?.input),
  })
}
