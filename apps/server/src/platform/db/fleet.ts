import {
  createDatabase,
  describeSchema,
  type FleetOptions,
  type FleetResult,
  migrate,
  migrateFleet,
  withConnection,
} from '@lettershop/tenant-router'
import type pg from 'pg'
import type { Config } from '../config/config.ts'
import type { Installation } from './installation.ts'
import { migrationsOf } from './migrations.ts'
import type { DatabaseServer } from './server.ts'
import { sourceLogin } from './source-login.ts'

/** How the fleet's databases are reached and what they are brought to. @param control as `ops` */
export function fleetOptions(
  control: pg.ClientBase,
  config: Config,
  installation: Installation,
): FleetOptions {
  const { roles } = installation
  // The control connection is one, and databases are migrated several at once: its questions go one by one.
  let tail: Promise<unknown> = Promise.resolve()
  return {
    roles,
    migrations: migrationsOf('tenant', roles),
    canaries: ['shared-1'],
    connectionTo: source => {
      const login = tail.then(() => sourceLogin(control, config, installation, source, 'migrator'))
      tail = login.catch(() => {})
      return login
    },
  }
}

/** Migrates every data source of the registry and records how far each one is. */
export async function migrateSources(
  config: Config,
  installation: Installation,
  onDone: (result: FleetResult) => void = () => {},
): Promise<FleetResult[]> {
  return withConnection(installation.login('ops', installation.controlDatabase), control =>
    migrateFleet(control, { ...fleetOptions(control, config, installation), onDone }),
  )
}

/**
 * The database that dedicated ones are copied from, brought to this version. It also says how a tenant database should
 * look, for the drift check. Nobody connects to it but the migrator.
 * @returns its name
 */
export async function ensureTemplate(server: DatabaseServer, installation: Installation): Promise<string> {
  const { roles, login, controlDatabase } = installation
  const name = `${controlDatabase}_template`
  await createDatabase(server.admin, name, { roles })
  await migrate(login('migrator', name), migrationsOf('tenant', roles))
  return name
}

/** Lines of the schema that every tenant database should have. */
export async function expectedSchema(server: DatabaseServer, installation: Installation): Promise<string[]> {
  const template = await ensureTemplate(server, installation)
  return withConnection(installation.login('migrator', template), async client => {
    await client.query(`set role "${installation.roles.owner}"`)
    return describeSchema(client, installation.roles)
  })
}
