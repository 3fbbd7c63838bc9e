import { checkDrift, withConnection } from '@lettershop/tenant-router'
import { expectedSchema, fleetOptions } from '../platform/db/fleet.ts'
import { describeInstallation } from '../platform/db/installation.ts'
import { withDatabaseServer } from './with-server.ts'

/** Compares every tenant database with one that was just made from the files; exit 1 when something differs. */
export async function runDrift({ json }: { json?: true }): Promise<void> {
  const drifts = await withDatabaseServer(async (server, config) => {
    const installation = describeInstallation(server, config)
    const expected = await expectedSchema(server, installation)
    return withConnection(installation.login('ops', installation.controlDatabase), control =>
      checkDrift(control, expected, fleetOptions(control, config, installation)),
    )
  })
  if (json) process.stdout.write(`${JSON.stringify({ drifts }, null, 2)}\n`)
  else if (drifts.length === 0) process.stdout.write('Every database is as the files make it.\n')
  else
    for (const { source, missing, surplus, error } of drifts) {
      process.stdout.write(`${source}${error === undefined ? '' : `: ${error}`}\n`)
      for (const line of missing) process.stdout.write(`  lacks ${line}\n`)
      for (const line of surplus) process.stdout.write(`  has ${line}\n`)
    }
  if (drifts.length > 0) process.exitCode = 1
}
