import {
  type ConnectionSettings,
  createDatabase,
  createKeyring,
  ensureRoles,
  guardedAddress,
  type LoginRole,
  migrate,
  parseConnectionUrl,
  parseTenantConnectionUrl,
  provisionDedicated,
  quoteIdentifier,
  registerSource,
  storeCredential,
  withConnection,
} from '@lettershop/tenant-router'
import type pg from 'pg'
import type { Config } from '../config/config.ts'
import { ensureTemplate } from './fleet.ts'
import type { Installation } from './installation.ts'
import { migrationsOf } from './migrations.ts'
import type { DatabaseServer } from './server.ts'
import { passwordOnSource } from './source-login.ts'

const ROLES = ['migrator', 'app', 'auth', 'relay', 'ops'] as const satisfies readonly LoginRole[]

/** A read-only copy of a source's database. */
export interface ReplicaWish {
  readonly host: string
  readonly port: number
  readonly region: string
}

export interface SourceWish {
  readonly name: string
  readonly kind: 'shared' | 'dedicated'
  readonly region?: string
  readonly capacity?: number
  readonly replicas?: readonly ReplicaWish[]
}

/**
 * Makes a database on the installation's own server, copied from the migrated template, and registers it. Repeatable.
 * @param control as `ops`
 */
export async function addOwnSource(
  control: pg.ClientBase,
  server: DatabaseServer,
  installation: Installation,
  wish: SourceWish,
): Promise<void> {
  const id = await provisionDedicated(control, wish.name, {
    admin: server.admin,
    migrator: installation.login('migrator', ''),
    roles: installation.roles,
    migrations: migrationsOf('tenant', installation.roles),
    template: await ensureTemplate(server, installation),
    ...(wish.region === undefined ? {} : { region: wish.region }),
  })
  await control.query(
    'update tenancy.data_source set kind = $2, capacity = $3, replicas = $4 where id = $1',
    [id, wish.kind, capacityOf(wish), JSON.stringify(wish.replicas ?? [])],
  )
}

/** A dedicated database takes one organization. */
const capacityOf = ({ kind, capacity }: SourceWish) => capacity ?? (kind === 'dedicated' ? 1 : null)

/**
 * Registers a database on another server: makes the installation's roles there with passwords of their own, migrates
 * the database, and stores the logins under envelope encryption. Nothing is registered unless all of that went well.
 * @param url login that may create roles there; it is used now and not kept
 * @param options.trusted a server of the operator's own network: private addresses, no TLS and any port are allowed
 * @throws {RouterError} `connection_string`, `address_refused`, never repeating the string
 */
export async function addOtherSource(
  control: pg.ClientBase,
  config: Config,
  installation: Installation,
  wish: SourceWish,
  url: string,
  options: { readonly trusted: boolean },
): Promise<void> {
  const named = options.trusted ? parseConnectionUrl(url) : parseTenantConnectionUrl(url)
  const admin = options.trusted ? named : { ...named, host: await guardedAddress(named.host) }
  const { roles } = installation
  const passwords = Object.fromEntries(ROLES.map(role => [role, passwordOnSource(config, role, wish.name)]))
  await ensureRoles(admin, {
    prefix: installation.controlDatabase,
    passwords: passwords as Record<LoginRole, string>,
  })
  // The database is there already and belongs to somebody else: its grants are set, and the owner role may make schemas.
  await createDatabase(admin, admin.database, { roles })
  await withConnection(admin, client =>
    client.query(
      `grant create on database ${quoteIdentifier(admin.database)} to ${quoteIdentifier(roles.owner)}`,
    ),
  )
  const login = (role: LoginRole): ConnectionSettings => ({
    ...admin,
    user: roles[role],
    password: passwords[role] ?? '',
  })
  await migrate(login('migrator'), migrationsOf('tenant', roles))
  await withConnection(login('app'), client => client.query('select platform.tenant_id()'))
  await register(control, config, named, wish, { foreign: !options.trusted, login })
}

async function register(
  control: pg.ClientBase,
  config: Config,
  named: ConnectionSettings,
  wish: SourceWish,
  { foreign, login }: { foreign: boolean; login: (role: LoginRole) => ConnectionSettings },
): Promise<void> {
  const { name, kind, region } = wish
  const { host, port, database, tls } = named
  const capacity = capacityOf(wish)
  const keys = createKeyring(config.keyRing)
  // One transaction: a source without its credentials would be taken for a database of our own server.
  await control.query('begin')
  try {
    const id = await registerSource(control, {
      name,
      kind,
      host,
      port,
      database,
      foreign,
      ...(region === undefined ? {} : { region }),
      ...(capacity === null ? {} : { capacity }),
      ...(tls ? { tls: { mode: tls.mode } } : {}),
    })
    await control.query('update tenancy.data_source set replicas = $2 where id = $1', [
      id,
      JSON.stringify(wish.replicas ?? []),
    ])
    for (const purpose of ['app', 'migrator', 'ops'] as const)
      await storeCredential(control, keys, id, purpose, login(purpose))
    await control.query('commit')
  } catch (error) {
    await control.query('rollback')
    throw error
  }
}
