import path from 'node:path'
import { type ConnectionSettings, parseConnectionUrl, withConnection } from '@lettershop/tenant-router'
import { type Config, ConfigError } from '../config/config.ts'
import { startEmbeddedPostgres } from '../embedded-postgres/index.ts'

/** The PostgreSQL server that an installation stands on: the embedded one, or the one that DATABASE_URL names. */
export interface DatabaseServer {
  /** A login that may create roles and databases; its database is the server's default one. */
  readonly admin: ConnectionSettings
  /** Name of the control database; also the prefix of the roles. */
  readonly controlDatabase: string
  readonly embedded: boolean
  stop(): Promise<void>
}

/** Oldest and newest major versions that the test suite runs on. */
const OLDEST = 15
const NEWEST = 18

/**
 * Starts or reaches the server.
 * @throws {ConfigError} for a server that cannot be reached or is of a version that does not fit
 */
export async function openDatabaseServer(config: Config): Promise<DatabaseServer> {
  const url = config.settings.DATABASE_URL
  if (url === undefined) return openEmbedded(config)
  const settings = parseConnectionUrl(url)
  const admin = await reach(settings)
  return { admin, controlDatabase: settings.database, embedded: false, stop: async () => {} }
}

async function openEmbedded(config: Config): Promise<DatabaseServer> {
  const server = await startEmbeddedPostgres({
    dataDir: path.join(config.dataDir, 'postgres'),
    settings: { max_connections: '200', shared_buffers: '128MB' },
  })
  return {
    admin: parseConnectionUrl(server.superuserUrl('postgres')),
    controlDatabase: 'lettershop',
    embedded: true,
    stop: () => server.stop(),
  }
}

/** The login's own database, or the server's default one where that has still to be made. */
async function reach(settings: ConnectionSettings): Promise<ConnectionSettings> {
  const fallback = { ...settings, database: 'postgres' }
  for (const admin of [settings, fallback]) {
    try {
      assertSupported(await versionOf(admin))
      return admin
    } catch (error) {
      if (error instanceof ConfigError) throw error
      const isMissing = error instanceof Error && 'code' in error && error.code === '3D000'
      if (isMissing && admin !== fallback) continue
      throw new ConfigError(
        `The database at ${settings.host}:${settings.port} cannot be used (${error instanceof Error ? error.message : 'no answer'}). Check DATABASE_URL and that the server runs.`,
      )
    }
  }
  return settings
}

/** Major version of a server. */
function versionOf(settings: ConnectionSettings): Promise<number> {
  return withConnection(settings, async client => {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    )
    return Math.floor(Number(rows[0]?.version) / 10_000)
  })
}

/**
 * Newer versions than the newest tested one are let through: PostgreSQL keeps its word on compatibility.
 * @throws {ConfigError} for a major version that is too old
 */
export function assertSupported(version: number): void {
  if (version >= OLDEST) return
  throw new ConfigError(
    `PostgreSQL ${version} is too old: ${OLDEST} to ${NEWEST} are supported. Upgrade the server, or leave DATABASE_URL out for the embedded one.`,
  )
}

/** @throws {ConfigError} for a login that is no superuser: only one may make the role that bypasses row security; only what prepares an installation asks */
export async function assertMayPrepare(admin: ConnectionSettings): Promise<void> {
  const { rows } = await withConnection(admin, client =>
    client.query<{ may: boolean }>('select rolsuper as may from pg_roles where rolname = current_user'),
  )
  if (rows[0]?.may) return
  throw new ConfigError(
    `The login "${admin.user}" of DATABASE_URL may not create the installation's roles. Run db migrate with a superuser's DATABASE_URL; what serves never uses that login.`,
  )
}
