import { rm } from 'node:fs/promises'
import path from 'node:path'
import { dropDatabase, withConnection } from '@lettershop/tenant-router'
import { describeInstallation, type Installation } from '../platform/db/installation.ts'
import { CommandError } from './fail.ts'
import { withDatabaseServer } from './with-server.ts'

/**
 * Throws the development installation away: its databases, and what lies beside them. Secrets and the embedded
 * server's own folder stay, so that the next start is quick.
 */
export async function runReset(): Promise<void> {
  await withDatabaseServer(async (server, config) => {
    if (config.production)
      throw new CommandError(
        'A production installation is not reset by a command. Drop its databases by hand if you mean it.',
      )
    const installation = describeInstallation(server, config)
    const others = await ownSources(installation)
    const admin = { ...server.admin, database: 'postgres' }
    // The control database last: as long as it is there, it knows the others.
    for (const database of new Set([...others, installation.tenantDatabase, installation.controlDatabase]))
      await dropDatabase(admin, database)
    for (const folder of ['files', 'mailbox', 'spool', 'demo.json'])
      await rm(path.join(config.dataDir, folder), { recursive: true, force: true })
  })
  process.stdout.write('Everything was deleted. The next `npm start` begins anew.\n')
}

/** Databases of this server that the registry knows; those elsewhere (with a credential of their own) are not ours to drop. */
async function ownSources({ login, controlDatabase }: Installation): Promise<string[]> {
  try {
    return await withConnection(login('ops', controlDatabase), async client => {
      const { rows } = await client.query<{ database: string }>(
        'select database from tenancy.data_source s where not exists (select from tenancy.credential c where c.data_source_id = s.id)',
      )
      return rows.map(row => row.database)
    })
  } catch {
    // Never made, or not to the end: then there are no others.
    return []
  }
}
