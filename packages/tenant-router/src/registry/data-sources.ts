import type pg from 'pg'
import type { ConnectionSettings } from '../connect/settings.ts'
import { RouterError } from '../errors.ts'
import type { TenantId } from '../ids.ts'
import { createDatabase } from '../migrate/database.ts'
import { type MigrateOptions, migrate } from '../migrate/migrate.ts'
import type { RoleNames } from '../migrate/roles.ts'
import type { DataSource } from './placement.ts'

/** A data source as operators see it: never a credential. */
export interface ListedSource extends DataSource {
  readonly status: 'active' | 'draining' | 'failed' | 'retired'
  readonly capacity: number | null
  readonly placements: number
}

export interface NewSource {
  readonly name: string
  readonly kind: 'shared' | 'dedicated'
  readonly host: string
  readonly port: number
  readonly database: string
  readonly region?: string
  readonly capacity?: number
  /** `verify-full` for any server that is not on loopback or a private network. */
  readonly tls?: { readonly mode: 'disable' | 'verify-full'; readonly name?: string; readonly ca?: string }
  /** True where a tenant gave the address: it is guarded before each connection. */
  readonly foreign?: boolean
  readonly pool?: { readonly min?: number; readonly max?: number }
}

/** Registers a database. @returns its id @param control as `ops` */
export async function registerSource(control: pg.ClientBase, source: NewSource): Promise<string> {
  const { rows } = await control.query<{ id: string }>(
    `insert into tenancy.data_source (name, kind, host, port, database, region, capacity, tls_mode, tls_name, tls_ca,
       foreign_server, connection_pool_config)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
    [
      source.name,
      source.kind,
      source.host,
      source.port,
      source.database,
      source.region ?? 'default',
      source.capacity ?? null,
      source.tls?.mode ?? 'disable',
      source.tls?.name ?? null,
      source.tls?.ca ?? null,
      source.foreign ?? false,
      JSON.stringify(source.pool ?? {}),
    ],
  )
  return rows[0]?.id ?? ''
}

/** All data sources with the number of organizations in each. @param control as `ops` */
export async function listSources(control: pg.ClientBase): Promise<ListedSource[]> {
  const { rows } = await control.query<ListedSource>(
    `select s.id, s.name, s.kind, s.status, s.region, s.host, s.port, s.database, s.tls_mode, s.tls_name, s.tls_ca,
       s.foreign_server, s.connection_pool_config, s.capacity,
       (select count(*)::int from tenancy.placement p where p.data_source_id = s.id) as placements
     from tenancy.data_source s order by s.name`,
  )
  return rows
}

/**
 * Takes a data source out of use.
 * @throws {RouterError} `tenant_elsewhere` while organizations still live there: move them first
 */
export async function retireSource(control: pg.ClientBase, name: string): Promise<void> {
  const { rowCount } = await control.query(
    `update tenancy.data_source s set status = 'retired' where s.name = $1
       and not exists (select from tenancy.placement p where p.data_source_id = s.id)`,
    [name],
  )
  if (rowCount === 0)
    throw new RouterError(
      'tenant_elsewhere',
      `the data source ${name} is not there, or organizations still live in it: move them first`,
    )
}

/**
 * Places an organization, once. `router.settle()` then opens its home.
 * @param source name; without one the emptiest active shared source (of the region) that has room
 * @returns name of the source @throws {RouterError} `source_unavailable` when none has room
 */
export async function placeTenant(
  control: pg.ClientBase,
  tenant: TenantId,
  options: { readonly source?: string; readonly region?: string } = {},
): Promise<string> {
  const { rows } = await control.query<{ name: string }>(
    `with chosen as (
       select s.id, s.name from tenancy.data_source s
       where s.status = 'active' and (s.name = $2 or ($2::text is null and s.kind = 'shared'))
         and ($3::text is null or s.region = $3)
         and (s.capacity is null or s.capacity > (select count(*) from tenancy.placement p where p.data_source_id = s.id))
       order by (select count(*) from tenancy.placement p where p.data_source_id = s.id), s.name limit 1),
     placed as (
       insert into tenancy.placement (organization_id, data_source_id, tenant_id_in_data_source)
       select $1, id, $1 from chosen)
     select name from chosen`,
    [tenant, options.source ?? null, options.region ?? null],
  )
  const placed = rows[0]
  if (!placed)
    throw new RouterError('source_unavailable', 'no active data source has room for the organization')
  return placed.name
}

export interface Provisioning {
  /** Login that may create databases, on the server that gets the new one. */
  readonly admin: ConnectionSettings
  readonly migrator: ConnectionSettings
  readonly roles: RoleNames
  readonly migrations: MigrateOptions
  /** A migrated database to copy; much quicker than to run every file. Nobody may be connected to it. */
  readonly template?: string
  readonly region?: string
}

/**
 * Makes a dedicated database on a server of ours, migrates and registers it. Repeatable: what a broken run left is
 * taken up.
 * @param name of the data source; the database is called the same with underscores
 * @returns the source's id
 */
export async function provisionDedicated(
  control: pg.ClientBase,
  name: string,
  options: Provisioning,
): Promise<string> {
  const database = name.replaceAll('-', '_')
  const { admin, roles, template } = options
  await createDatabase(admin, database, { roles, ...(template === undefined ? {} : { template }) })
  await migrate({ ...options.migrator, database }, options.migrations)
  const { rows } = await control.query<{ id: string }>('select id from tenancy.data_source where name = $1', [
    name,
  ])
  if (rows[0]) return rows[0].id
  return registerSource(control, {
    name,
    kind: 'dedicated',
    host: admin.host,
    port: admin.port,
    database,
    capacity: 1,
    ...(options.region === undefined ? {} : { region: options.region }),
  })
}
