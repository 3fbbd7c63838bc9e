import { assertServingRole } from '@lettershop/tenant-router'
import { loadConfig } from '../platform/config/config.ts'
import { describeInstallation } from '../platform/db/installation.ts'
import { openDatabaseServer } from '../platform/db/server.ts'
import { createLogger } from '../platform/telemetry/logger.ts'
import { untilAskedToEnd } from '../server/lifetime.ts'
import { type Duties, openServer } from '../server/open-server.ts'

/** Serves on databases that `db migrate` has prepared, until asked to end. Refuses to serve as anything but the app role. */
export async function runServe(duties: Duties): Promise<void> {
  const config = loadConfig(process.env)
  const log = createLogger({ level: config.settings.LETTERSHOP_LOG_LEVEL })
  const database = await openDatabaseServer(config)
  try {
    const installation = describeInstallation(database, config)
    await assertServingRole(installation.login('app', installation.controlDatabase))
    await assertServingRole(installation.login('app', installation.tenantDatabase))
    const server = await openServer(config, installation, log, duties)
    log.info(server.address === undefined ? 'worker is running' : `serving on ${server.address}`)
    await untilAskedToEnd()
    await server.close()
  } finally {
    await database.stop()
  }
}
