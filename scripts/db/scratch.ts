import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {
  type ConnectionSettings,
  createDatabase,
  ensureRoles,
  type LoginRole,
  migrate,
  parseConnectionUrl,
  type RoleNames,
} from '@lettershop/tenant-router'
import { migrationsOf } from '../../apps/server/src/platform/db/migrations.ts'
import { startEmbeddedPostgres } from '../../apps/server/src/platform/embedded-postgres/index.ts'

/** A throw-away server with one migrated database of each kind. */
export interface Scratch {
  readonly roles: RoleNames
  superuser(database: 'control' | 'tenant'): ConnectionSettings
  stop(): Promise<void>
}

/** Starts a server without durability on memory where there is some, and migrates one database of each kind. */
export async function openScratch(): Promise<Scratch> {
  const base = await mkdtemp(
    path.join(os.platform() === 'linux' ? '/dev/shm' : os.tmpdir(), 'lettershop-scratch-'),
  )
  const server = await startEmbeddedPostgres({ dataDir: base, durable: false })
  const superuser = (database: string) => parseConnectionUrl(server.superuserUrl(database))
  const passwords = Object.fromEntries(
    ['migrator', 'app', 'auth', 'relay', 'ops'].map(role => [role, 'scratch']),
  )
  const roles = await ensureRoles(superuser('postgres'), {
    prefix: 'lettershop',
    passwords: passwords as Record<LoginRole, string>,
  })
  for (const kind of ['control', 'tenant'] as const) {
    await createDatabase(superuser('postgres'), kind, { roles })
    await migrate(
      { ...superuser(kind), user: roles.migrator, password: 'scratch' },
      migrationsOf(kind, roles),
    )
  }
  return {
    roles,
    superuser,
    async stop() {
      await server.stop()
      await rm(base, { recursive: true, force: true })
    },
  }
}
