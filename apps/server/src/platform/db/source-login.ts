import type { ListedSource } from '@lettershop/tenant-router'
import {
  type ConnectionSettings,
  createKeyring,
  guardedAddress,
  type LoginRole,
  openEnvelope,
} from '@lettershop/tenant-router'
import type pg from 'pg'
import type { Config } from '../config/config.ts'
import type { Installation } from './installation.ts'

/** Where a source is; what the relay and the keepers know of it. */
export type SourceAddress = Pick<
  ListedSource,
  'name' | 'host' | 'port' | 'database' | 'tls_mode' | 'tls_name' | 'tls_ca' | 'foreign_server'
>

/**
 * Password of a role on another server. Of its own for each source: a server that asks for it in plain text learns
 * nothing that opens another one.
 */
export function passwordOnSource(config: Config, role: LoginRole, source: string): string {
  return config.deriveSecret(`role ${role} of source ${source}`).toString('base64url')
}

/** Where to connect for a source: its registered address, or for a foreign server the guarded one of now. */
export async function placeOfSource(
  source: SourceAddress,
): Promise<Pick<ConnectionSettings, 'host' | 'port' | 'database' | 'tls'>> {
  const { port, database } = source
  const host = source.foreign_server ? await guardedAddress(source.host) : source.host
  const mode = source.foreign_server ? 'verify-full' : source.tls_mode
  if (mode === 'disable') return { host, port, database }
  const serverName = source.tls_name ?? source.host
  return {
    host,
    port,
    database,
    tls: { mode, serverName, ...(source.tls_ca === null ? {} : { ca: source.tls_ca }) },
  }
}

/**
 * Login of a role on a data source: the registry's encrypted credential where there is one, else the installation's
 * own, because the source is a database on its own server.
 * @param control connection to the control database as `ops`
 */
export async function sourceLogin(
  control: Pick<pg.ClientBase, 'query'>,
  config: Config,
  installation: Installation,
  source: ListedSource,
  role: 'app' | 'migrator' | 'ops',
): Promise<ConnectionSettings> {
  const { rows } = await control.query<{ key_id: string; wrapped_key: string; secret: string }>(
    `select key_id, wrapped_key, secret from tenancy.credential
     where data_source_id = $1 and purpose = $2 and format_version = 1`,
    [source.id, role],
  )
  const place = await placeOfSource(source)
  const [stored] = rows
  if (!stored) return { ...installation.login(role, source.database), ...place }
  const opened = await openEnvelope(
    createKeyring(config.keyRing),
    { table: 'tenancy.credential', owner: source.id, row: role, column: 'secret' },
    { format_version: 1, ...stored },
  )
  const { user, password } = JSON.parse(opened)
  return { ...place, user, password, applicationName: `lettershop ${role}` }
}
