import { randomBytes, randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import {
  type ConnectionSettings,
  createDatabase,
  createScopedPool,
  createTenantRouter,
  dropDatabase,
  ensureRoles,
  type LoginRole,
  migrate,
  openConnection,
  ownMigrations,
  type PoolOptions,
  parseConnectionUrl,
  type RoleNames,
  type ScopedPool,
  sql,
  type TenantId,
  type TenantRouter,
  type TenantRouterOptions,
  tenantId,
  withConnection,
} from './index.ts'

export const OWNER = { id: null, role: 'owner' } as const

/** A small installation of its own for one test file: a control database and any number of tenant databases. */
export interface TestInstallation {
  readonly roles: RoleNames
  readonly control: ScopedPool
  readonly controlName: string
  login(role: LoginRole, database: string): ConnectionSettings
  superuser(database: string): ConnectionSettings
  /** Makes a database with the library's migrations and a table `notes.note`, and registers it. */
  addSource(name: string): Promise<{ id: string; database: string }>
  /** Places a new organization and opens its home. */
  addTenant(router: TenantRouter, source: string): Promise<TenantId>
  router(pool?: PoolOptions, more?: Partial<TenantRouterOptions>): TenantRouter
  close(): Promise<void>
}

const NOTES = `
  create schema notes;
  grant usage on schema notes to :app, :ops;
  create table notes.note (
    tenant_id uuid not null,
    id uuid not null default platform.uuid_v7(),
    body text not null,
    amount bigint,
    at timestamptz not null default now(),
    primary key (tenant_id, id)
  );
  select platform.protect('notes.note');`

/** Makes an installation on the test server. Roles have a prefix of their own, so that files do not meet. */
export async function openInstallation(): Promise<TestInstallation> {
  const { superuserUrl } = inject('server')
  const admin = parseConnectionUrl(superuserUrl)
  const suffix = randomBytes(5).toString('hex')
  const password = `canary-${suffix}`
  const passwords = { migrator: password, app: password, auth: password, relay: password, ops: password }
  const roles = await ensureRoles(admin, { prefix: `rt_${suffix}`, passwords })
  const login = (role: LoginRole, database: string) => ({ ...admin, database, user: roles[role], password })
  const superuser = (database: string) => ({ ...admin, database })
  const controlName = `rt_control_${suffix}`
  const made = [controlName]
  const closing: (() => Promise<void>)[] = []
  const make = async (name: string, kind: 'control' | 'tenant') => {
    await createDatabase(admin, name, { roles, strategy: 'file_copy' })
    await migrate(login('migrator', name), { sources: ownMigrations[kind], variables: { ...roles } })
  }
  await make(controlName, 'control')
  const control = createScopedPool(login('app', controlName))
  return {
    roles,
    control,
    controlName,
    login,
    superuser,
    async addSource(name) {
      const database = `rt_${name}_${suffix}`
      made.push(database)
      await make(database, 'tenant')
      await withConnection(login('migrator', database), async client => {
        await client.query(`set role "${roles.owner}"`)
        await client.query(NOTES.replace(':app', roles.app).replace(':ops', roles.ops))
      })
      const id = await withConnection(login('ops', controlName), async client => {
        const { rows } = await client.query<{ id: string }>(
          `insert into tenancy.data_source (name, kind, host, port, database) values ($1, 'shared', $2, $3, $4) returning id`,
          [name, admin.host, admin.port, database],
        )
        return rows[0]?.id ?? ''
      })
      return { id, database }
    },
    async addTenant(router, source) {
      const tenant = tenantId(randomUUID())
      await control.query(
        tenant,
        OWNER,
        sql`insert into tenancy.placement (data_source_id) select id from tenancy.data_source where name = ${source}`,
      )
      await router.settle(tenant)
      return tenant
    },
    router(pool = {}, more = {}) {
      const router = createTenantRouter({
        control,
        credentials: { user: roles.app, password },
        pool,
        ...more,
      })
      closing.push(() => router.close())
      return router
    },
    async close() {
      for (const close of closing) await close()
      await control.close()
      for (const name of made) await dropDatabase(admin, name)
      const client = await openConnection(admin)
      for (const role of Object.values(roles)) await client.query(`drop role if exists "${role}"`)
      await client.end()
    },
  }
}
