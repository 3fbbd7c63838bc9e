import pg from 'pg'
import { types } from '../types.ts'
import type { ConnectionSettings } from './settings.ts'

/** The driver's configuration for our settings; nothing else reaches it, neither URL nor environment. */
export function clientConfig(settings: ConnectionSettings, connectMs = 5_000): pg.ClientConfig {
  const tls = settings.tls?.mode === 'verify-full' ? settings.tls : undefined
  return {
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    password: settings.password,
    ssl: tls
      ? {
          rejectUnauthorized: true,
          servername: tls.serverName ?? settings.host,
          ...(tls.ca ? { ca: tls.ca } : {}),
        }
      : false,
    application_name: settings.applicationName ?? 'tenant-router',
    connectionTimeoutMillis: connectMs,
    keepAlive: true,
    types,
  }
}

/**
 * Opens one plain connection, outside every pool, for administration. The caller ends it; a lost connection
 * makes the next query fail and nothing else.
 */
export async function openConnection(settings: ConnectionSettings, connectMs?: number): Promise<pg.Client> {
  const client = new pg.Client(clientConfig(settings, connectMs))
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Runs `work` on one plain connection and closes it. */
export async function withConnection<T>(
  settings: ConnectionSettings,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await openConnection(settings)
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
