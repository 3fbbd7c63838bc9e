import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {
  createDatabase,
  ensureRoles,
  type LoginRole,
  migrate,
  parseConnectionUrl,
  withConnection,
} from '@lettershop/tenant-router'
import { migrationsOf } from '../../../apps/server/src/platform/db/migrations.ts'
import { startEmbeddedPostgres } from '../../../apps/server/src/platform/embedded-postgres/index.ts'
import { queueMigrationSql } from '../../../apps/server/src/platform/jobs/queue-migration.ts'
import { CONTROL_TEMPLATE, ROLE_PREFIX, TENANT_TEMPLATE, type TestServer } from './test-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    server: TestServer
  }
}

interface Project {
  provide(key: 'server', value: TestServer): void
}

/** Vitest's global set-up: one real server on memory, one migrated template of each kind; test files clone them. */
export default async function setup(project: Project): Promise<() => Promise<void>> {
  const base = await mkdtemp(
    path.join(os.platform() === 'linux' ? '/dev/shm' : os.tmpdir(), 'lettershop-test-'),
  )
  const postgres = await openPostgres(base)
  const server: TestServer = {
    superuserUrl: postgres.superuserUrl('postgres'),
    password: randomBytes(12).toString('hex'),
    base,
  }
  await makeTemplates(server)
  project.provide('server', server)
  return async () => {
    await postgres.stop()
    await rm(base, { recursive: true, force: true })
  }
}

/** The embedded server, or a throw-away one of another version: `TEST_DATABASE_URL=postgres://superuser:…@host:port/postgres`. */
async function openPostgres(
  base: string,
): Promise<{ superuserUrl(database: string): string; stop(): Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL']
  if (given === undefined)
    return startEmbeddedPostgres({ dataDir: base, durable: false, settings: { max_connections: '400' } })
  return {
    superuserUrl: database => Object.assign(new URL(given), { pathname: `/${database}` }).href,
    stop: async () => {},
  }
}

async function makeTemplates({ superuserUrl, password }: TestServer): Promise<void> {
  const admin = parseConnectionUrl(superuserUrl)
  const passwords = Object.fromEntries(
    ['migrator', 'app', 'auth', 'relay', 'ops'].map(role => [role, password]),
  )
  const roles = await ensureRoles(admin, {
    prefix: ROLE_PREFIX,
    passwords: passwords as Record<LoginRole, string>,
  })
  const migrator = { ...admin, user: roles.migrator, password }
  for (const [kind, database] of [
    ['control', CONTROL_TEMPLATE],
    ['tenant', TENANT_TEMPLATE],
  ] as const) {
    await createDatabase(admin, database, { roles })
    await migrate({ ...migrator, database }, migrationsOf(kind, roles))
  }
  await withConnection({ ...migrator, database: CONTROL_TEMPLATE }, async client => {
    await client.query(`set role "${roles.owner}"`)
    await client.query(await queueMigrationSql(client, roles))
  })
}
