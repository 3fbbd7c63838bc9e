import { loadConfig } from '../platform/config/config.ts'
import { prepareInstallation } from '../platform/db/installation.ts'
import { openDatabaseServer } from '../platform/db/server.ts'
import { createLogger } from '../platform/telemetry/logger.ts'
import { openServer } from '../server/open-server.ts'
import { ensureDemo } from './demo.ensure.ts'

/** Makes the demo organization and runs its campaign, on a port of its own, and stops again. */
export async function runSeed(): Promise<void> {
  const config = loadConfig({ ...process.env, PORT: '0' })
  const database = await openDatabaseServer(config)
  try {
    const installation = await prepareInstallation(database, config)
    const server = await openServer(config, installation, createLogger({ level: 'warn' }), {
      http: 'listen',
      worker: true,
    })
    try {
      await ensureDemo(server, config, { server: database, installation })
      process.stdout.write('The demo organization is there. `npm start` says how to sign in.\n')
    } finally {
      await server.close()
    }
  } finally {
    await database.stop()
  }
}
