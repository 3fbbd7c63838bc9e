import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import {
  type ConnectionSettings,
  createDatabase,
  createScopedPool,
  ensureRoles,
  migrate,
  ownMigrations,
  parseConnectionUrl,
  type RoleNames,
  type ScopedPool,
  withConnection,
} from '@lettershop/tenant-router'
import { startEmbeddedPostgres } from '../apps/server/src/platform/embedded-postgres/index.ts'

const PASSWORD = 'bench'
const TENANTS = 1_000
const SOURCES = 20

export interface BenchInstallation {
  readonly admin: ConnectionSettings
  readonly roles: RoleNames
  readonly control: ScopedPool
  /** One thousand organizations spread over twenty databases. */
  readonly spread: readonly string[]
  /** One thousand organizations in the first database. */
  readonly together: readonly string[]
  /** The note that each organization has, by organization. */
  readonly notes: ReadonlyMap<string, string>
  login(role: 'app' | 'migrator' | 'ops', database: string): ConnectionSettings
  /** A connection pool's settings that see the first database as the serving role. */
  readonly first: ConnectionSettings
  readonly template: string
  close(): Promise<void>
}

/** A server on memory with a control database and twenty tenant databases of the library's own tables. */
export async function openBenchInstallation(): Promise<BenchInstallation> {
  const base = await mkdtemp(
    path.join(existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'lettershop-bench-'),
  )
  const postgres = await startEmbeddedPostgres({
    dataDir: base,
    durable: false,
    settings: { max_connections: '500' },
  })
  const admin = parseConnectionUrl(postgres.superuserUrl('postgres'))
  const passwords = { migrator: PASSWORD, app: PASSWORD, auth: PASSWORD, relay: PASSWORD, ops: PASSWORD }
  const roles = await ensureRoles(admin, { prefix: 'bench', passwords })
  const login = (role: 'app' | 'migrator' | 'ops', database: string) => ({
    ...admin,
    database,
    user: roles[role],
    password: PASSWORD,
  })

  await createDatabase(admin, 'control', { roles })
  await migrate(login('migrator', 'control'), { sources: ownMigrations.control, variables: { ...roles } })
  await makeTemplate(admin, roles, login('migrator', 'template'))
  const notes = new Map<string, string>()
  const place = async (tenants: readonly string[], index: number) => {
    await fill(login('ops', `tenants_${index}`), tenants, notes)
    await withConnection(login('ops', 'control'), client =>
      client.query(
        `with source as (
           insert into tenancy.data_source (name, kind, host, port, database) values ($1, 'shared', $2, $3, $4)
           on conflict (name) do update set host = excluded.host returning id)
         insert into tenancy.placement (organization_id, data_source_id, tenant_id_in_data_source)
         select t, source.id, t from source, unnest($5::uuid[]) t`,
        [`tenants-${index}`, admin.host, admin.port, `tenants_${index}`, tenants],
      ),
    )
  }
  const ids = () => Array.from({ length: TENANTS }, () => randomUUID() as string)
  const [spread, together] = [ids(), ids()]
  for (let index = 0; index < SOURCES; index++) {
    await createDatabase(admin, `tenants_${index}`, { roles, template: 'template', strategy: 'file_copy' })
    await place(
      spread.filter((_, i) => i % SOURCES === index),
      index,
    )
  }
  await place(together, 0)
  const control = createScopedPool(login('app', 'control'))
  return {
    admin,
    roles,
    control,
    spread,
    together,
    notes,
    login,
    first: login('app', 'tenants_0'),
    template: 'template',
    async close() {
      await control.close()
      await postgres.stop()
      await rm(base, { recursive: true, force: true })
    },
  }
}

async function makeTemplate(
  admin: ConnectionSettings,
  roles: RoleNames,
  migrator: ConnectionSettings,
): Promise<void> {
  await createDatabase(admin, 'template', { roles })
  await migrate(migrator, { sources: ownMigrations.tenant, variables: { ...roles } })
  await withConnection(migrator, client =>
    client.query(`
      set role "${roles.owner}";
      create schema notes;
      grant usage on schema notes to "${roles.app}", "${roles.ops}";
      create table notes.note (tenant_id uuid not null, id uuid not null default platform.uuid_v7(), body text not null,
        at timestamptz not null default now(), primary key (tenant_id, id));
      select platform.protect('notes.note')`),
  )
}

/** Ten notes for each organization, of which one is asked for. */
async function fill(
  ops: ConnectionSettings,
  tenants: readonly string[],
  notes: Map<string, string>,
): Promise<void> {
  const chosen = tenants.map(() => randomUUID() as string)
  for (const [i, tenant] of tenants.entries()) notes.set(tenant, chosen[i] ?? '')
  await withConnection(ops, async client => {
    await client.query('insert into platform.tenant_home (tenant_id) select unnest($1::uuid[])', [tenants])
    await client.query(
      `insert into notes.note (tenant_id, id, body) select t, n, 'a note' from unnest($1::uuid[], $2::uuid[]) as x (t, n)`,
      [tenants, chosen],
    )
    await client.query(
      `insert into notes.note (tenant_id, body) select t, 'another' from unnest($1::uuid[]) t, generate_series(1, 9)`,
      [tenants],
    )
    await client.query('vacuum analyze notes.note')
    await client.query('vacuum analyze platform.tenant_home')
  })
}
