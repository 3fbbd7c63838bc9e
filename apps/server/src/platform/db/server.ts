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
  await checkVersion(settings)
  return { admin: settings, controlDatabase: settings.database, embedded: false, stop: async () => {} }
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

async function checkVersion(settings: ConnectionSettings): Promise<void> {
  const version = await withConnection(settings, async client => {
    const { rows } = await client.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    )
    return Math.floor(Number(rows[0]?.version) / 10_000)
  }).catch((error: unknown) => {
    throw new ConfigError(
      `The database at ${settings.host}:${settings.port} cannot be used (${error instanceof Error ? error.message : 'no answer'}). Check DATABASE_URL and that the server runs.`,
    )
  })
  if (version < OLDEST)
    throw new ConfigError(
      `PostgreSQL ${version} is too old: ${OLDEST} to ${NEWEST} are supported. Upgrade the server, or leave DATABASE_URL out for the embedded one.`,
    )
}
