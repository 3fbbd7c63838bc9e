import { rm } from 'node:fs/promises'
import path from 'node:path'
import { dropDatabase } from '@lettershop/tenant-router'
import { describeInstallation } from '../platform/db/installation.ts'
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
    const { controlDatabase, tenantDatabase } = describeInstallation(server, config)
    for (const database of [tenantDatabase, controlDatabase]) {
      const admin = { ...server.admin, database: server.embedded ? 'postgres' : 'template1' }
      await dropDatabase(admin, database)
    }
    for (const folder of ['files', 'mailbox', 'spool', 'demo.json'])
      await rm(path.join(config.dataDir, folder), { recursive: true, force: true })
  })
  process.stdout.write('Everything was deleted. The next `npm start` begins anew.\n')
}
