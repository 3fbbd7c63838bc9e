import { type Installation, prepareInstallation } from '../platform/db/installation.ts'
import type { DatabaseServer } from '../platform/db/server.ts'
import type { Services } from '../platform/services.ts'
import { createLogger } from '../platform/telemetry/logger.ts'
import { openServices } from '../server/open-services.ts'
import { withDatabaseServer } from './with-server.ts'

/** Runs a command with all services on the prepared installation. */
export async function withServices<T>(
  work: (services: Services, where: { installation: Installation; server: DatabaseServer }) => Promise<T>,
): Promise<T> {
  return withDatabaseServer(async (server, config) => {
    const installation = await prepareInstallation(server, config)
    const { services, close } = await openServices(config, installation, createLogger({ level: 'warn' }))
    try {
      return await work(services, { installation, server })
    } finally {
      await close()
    }
  })
}
