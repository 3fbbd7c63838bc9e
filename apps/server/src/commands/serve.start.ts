import { assertServingRole } from '@lettershop/tenant-router'
import { loadConfig } from '../platform/config/config.ts'
import { prepareInstallation } from '../platform/db/installation.ts'
import { openDatabaseServer } from '../platform/db/server.ts'
import { createLogger } from '../platform/telemetry/logger.ts'
import { ensureWebBuilt } from '../platform/web/ensure-built.ts'
import { untilAskedToEnd } from '../server/lifetime.ts'
import { openServer } from '../server/open-server.ts'
import { assertPortFree } from '../server/port.ts'
import { progressLine } from '../server/progress-line.ts'
import { ensureDemo } from './demo.ensure.ts'

/**
 * `npm start`: from nothing to a served installation with a demo organization whose campaign has gone all the way.
 * Every step finds out for itself whether it is done already, so a second start, or one after kill -9, goes on.
 */
export async function runStart({ demo }: { demo: boolean }): Promise<void> {
  const config = loadConfig(process.env)
  const { PORT, LETTERSHOP_HOST, LETTERSHOP_LOG_LEVEL } = config.settings
  await assertPortFree(PORT, LETTERSHOP_HOST)
  const line = progressLine()
  line.step(config.settings.DATABASE_URL ? 'Reaching the database' : 'Starting the embedded PostgreSQL')
  const database = await openDatabaseServer(config)
  try {
    const installation = await prepareInstallation(database, config, step => line.step(`Preparing ${step}`))
    await assertServingRole(installation.login('app', installation.controlDatabase))
    await assertServingRole(installation.login('app', installation.tenantDatabase))
    await ensureWebBuilt(step => line.step(step))
    line.done()
    const log = createLogger({ level: LETTERSHOP_LOG_LEVEL })
    const server = await openServer(config, installation, log, { http: 'listen', worker: true })
    try {
      const ended = untilAskedToEnd()
      const welcome = demo
        ? await Promise.race([ensureDemo(server, config, { server: database, installation }), ended])
        : undefined
      if (welcome) process.stdout.write(welcome)
      else process.stdout.write(`\nLettershop is running: ${server.address}\n`)
      await ended
      process.stderr.write('\nStopping…\n')
    } finally {
      await server.close()
    }
  } finally {
    await database.stop()
  }
}
