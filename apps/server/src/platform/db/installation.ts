import {
  type ConnectionSettings,
  createDatabase,
  ensureRoles,
  type LoginRole,
  migrate,
  type RoleNames,
  roleNames,
  withConnection,
} from '@lettershop/tenant-router'
import type { Config } from '../config/config.ts'
import { queueMigrationSql } from '../jobs/queue-migration.ts'
import { migrateSources } from './fleet.ts'
import { migrationsOf } from './migrations.ts'
import { assertMayPrepare, type DatabaseServer } from './server.ts'

/** Where an installation's databases are and how each role logs in. */
export interface Installation {
  readonly roles: RoleNames
  readonly controlDatabase: string
  /** The shared tenant database that every installation begins with. */
  readonly tenantDatabase: string
  /** Login of a role for a database on the installation's own server. */
  login(role: LoginRole, database: string): ConnectionSettings
}

/** Names and logins of an installation; touches nothing. */
export function describeInstallation(server: DatabaseServer, config: Config): Installation {
  const roles = roleNames(server.controlDatabase)
  const { host, port, tls } = server.admin
  return {
    roles,
    controlDatabase: server.controlDatabase,
    tenantDatabase: `${server.controlDatabase}_tenants`,
    login: (role, database) => ({
      host,
      port,
      database,
      user: roles[role],
      password: passwordOf(config, role),
      ...(tls ? { tls } : {}),
      applicationName: `lettershop ${role}`,
    }),
  }
}

const passwordOf = (config: Config, role: LoginRole) =>
  config.deriveSecret(`role ${role}`).toString('base64url')

/**
 * Brings roles, both kinds of database and the registry to what this program expects. Safe to repeat and to run at
 * once from several processes.
 */
export async function prepareInstallation(
  server: DatabaseServer,
  config: Config,
  onStep: (step: string) => void = () => {},
): Promise<Installation> {
  const installation = describeInstallation(server, config)
  const { roles, controlDatabase, tenantDatabase, login } = installation
  await assertMayPrepare(server.admin)
  onStep('roles')
  const passwords = Object.fromEntries(
    (['migrator', 'app', 'auth', 'relay', 'ops'] as const).map(role => [role, passwordOf(config, role)]),
  )
  await ensureRoles(server.admin, {
    prefix: controlDatabase,
    passwords: passwords as Record<LoginRole, string>,
  })
  for (const [kind, database] of [
    ['control', controlDatabase],
    ['tenant', tenantDatabase],
  ] as const) {
    onStep(`${kind} database`)
    await createDatabase(server.admin, database, { roles })
    await migrate(login('migrator', database), {
      ...migrationsOf(kind, roles),
      onFile: file => onStep(`${kind} database: ${file.source} ${file.name}`),
    })
  }
  await prepareQueue(installation)
  await registerSharedSource(installation)
  onStep('data sources')
  // One that fails stands in the registry with its reason; the others are served.
  for (const { source, state, error } of await migrateSources(config, installation))
    if (state !== 'current') onStep(`data source ${source} is not up to date (${error ?? state})`)
  return installation
}

/** pg-boss brings its own schema; it is made by the owner role, in its own schema, when it is not there yet. */
async function prepareQueue({ login, controlDatabase, roles }: Installation): Promise<void> {
  await withConnection(login('migrator', controlDatabase), async client => {
    await client.query(`set role "${roles.owner}"`)
    await client.query(await queueMigrationSql(client, roles))
  })
}

/**
 * The embedded server's port can change from start to start, so the registry is told each time: for the shared
 * database, and for all others on this server (those without a credential of their own).
 */
async function registerSharedSource({ login, controlDatabase, tenantDatabase }: Installation): Promise<void> {
  const home = login('app', tenantDatabase)
  await withConnection(login('ops', controlDatabase), async client => {
    await client.query(
      `insert into tenancy.data_source (name, kind, host, port, database) values ('shared-1', 'shared', $1, $2, $3)
       on conflict (name) do update set database = excluded.database
       where data_source.database is distinct from excluded.database`,
      [home.host, home.port, home.database],
    )
    await client.query(
      `update tenancy.data_source s set host = $1, port = $2
       where (s.host, s.port) is distinct from ($1, $2)
         and not exists (select from tenancy.credential c where c.data_source_id = s.id)`,
      [home.host, home.port],
    )
  })
}
