import { repairSource, withConnection } from '@lettershop/tenant-router'
import { fleetOptions } from '../platform/db/fleet.ts'
import { describeInstallation } from '../platform/db/installation.ts'
import { CommandError } from './fail.ts'
import { withDatabaseServer } from './with-server.ts'

/** Takes up one database where its migration stopped. */
export async function runRepair(source: string): Promise<void> {
  const result = await withDatabaseServer(async (server, config) => {
    const installation = describeInstallation(server, config)
    return withConnection(installation.login('ops', installation.controlDatabase), async control =>
      repairSource(control, source, fleetOptions(control, config, installation)).catch((error: unknown) => {
        throw new CommandError(error instanceof Error ? error.message : String(error))
      }),
    )
  })
  if (result.state !== 'current')
    throw new CommandError(`${source} is not repaired: ${result.error ?? result.state}`, 1)
  process.stdout.write(`${source} is up to date; applied ${result.applied}.\n`)
}
