import { withConnection } from '../connect/client.ts'
import type { ConnectionSettings } from '../connect/settings.ts'
import { quoteIdentifier } from '../sql-tag.ts'
import type { RoleNames } from './roles.ts'

/**
 * Creates a database that belongs to the owner role and that nobody but the installation's roles may enter.
 * @param options.template database to copy, with all it holds; nobody may be connected to it
 * @param options.strategy `file_copy` is the quicker one on a memory file system, `wal_log` elsewhere
 * @returns false when it was there already (its grants are corrected all the same)
 */
export async function createDatabase(
  admin: ConnectionSettings,
  name: string,
  options: {
    readonly roles: RoleNames
    readonly template?: string
    readonly strategy?: 'file_copy' | 'wal_log'
  },
): Promise<boolean> {
  const { roles } = options
  const created = await withConnection(admin, async client => {
    const found = await client.query('select from pg_database where datname = $1', [name])
    let made = false
    if (found.rowCount === 0) {
      const template = options.template ? ` template ${quoteIdentifier(options.template)}` : ''
      const strategy = options.strategy ? ` strategy ${options.strategy}` : ''
      try {
        await client.query(
          `create database ${quoteIdentifier(name)} owner ${quoteIdentifier(roles.owner)}${template}${strategy}`,
        )
        made = true
      } catch (error) {
        if (
          !(error instanceof Error && 'code' in error && (error.code === '42P04' || error.code === '23505'))
        )
          throw error
      }
    }
    const logins = [roles.migrator, roles.app, roles.auth, roles.relay, roles.ops]
      .map(quoteIdentifier)
      .join(', ')
    await client.query(`revoke all on database ${quoteIdentifier(name)} from public`)
    await client.query(`grant connect on database ${quoteIdentifier(name)} to ${logins}`)
    return made
  })
  await withConnection({ ...admin, database: name }, client =>
    client.query('revoke all on schema public from public'),
  )
  return created
}

/** Drops a database and ends its sessions. Nothing happens when it is not there. */
export async function dropDatabase(admin: ConnectionSettings, name: string): Promise<void> {
  await withConnection(admin, client =>
    client.query(`drop database if exists ${quoteIdentifier(name)} with (force)`),
  )
}
