import { assertServingRole } from '@lettershop/tenant-router'
import { type Config, loadConfig } from '../platform/config/config.ts'
import { type Installation, prepareInstallation } from '../platform/db/installation.ts'
import { type DatabaseServer, openDatabaseServer } from '../platform/db/server.ts'
import { createLogger } from '../platform/telemetry/logger.ts'
import { ensureWebBuilt } from '../platform/web/ensure-built.ts'
import { untilAskedToEnd } from '../server/lifetime.ts'
import { openServer } from '../server/open-server.ts'
import { assertPortFree } from '../server/port.ts'
import { progressLine } from '../server/progress-line.ts'
import { claimDataFolder } from '../server/running.ts'
import { ensureDemo } from './demo.ensure.ts'

/**
 * `npm start`: from nothing to a served installation with a demo organization whose campaign has gone all the way.
 * Every step finds out for itself whether it is done already, so a second start, or one after kill -9, goes on.
 */
export async function runStart({ demo }: { demo: boolean }): Promise<void> {
  const config = loadConfig(process.env)
  const ending = endingWith(untilAskedToEnd())
  const release = await claimDataFolder(config.dataDir, config.publicUrl)
  try {
    await assertPortFree(config.settings.PORT, config.settings.LETTERSHOP_HOST)
    await serveAll(config, demo, ending)
  } finally {
    await release()
  }
  // Asked to end in the middle of a start, a step may still be going on; what it began, the next start goes on with.
  process.exit()
}

async function serveAll(config: Config, demo: boolean, ending: Ending): Promise<void> {
  const line = progressLine()
  line.step(config.settings.DATABASE_URL ? 'Reaching the database' : 'Starting the embedded PostgreSQL')
  const database = await ending.or(openDatabaseServer(config))
  if (database === ASKED) return
  try {
    const installation = await ending.or(prepare(database, config, line.step))
    line.done()
    if (installation === ASKED) return
    const log = createLogger({ level: config.settings.LETTERSHOP_LOG_LEVEL })
    const server = await openServer(config, installation, log, { http: 'listen', worker: true })
    try {
      const welcome = demo
        ? await ending.or(ensureDemo(server, config, { server: database, installation }))
        : `\nLettershop is running: ${server.address}\n`
      if (welcome === ASKED) return
      process.stdout.write(welcome)
      await ending.asked
    } finally {
      process.stderr.write('\nStopping…\n')
      await server.close()
    }
  } finally {
    await database.stop()
  }
}

/** Databases, roles and web app as this program expects them. */
async function prepare(
  database: DatabaseServer,
  config: Config,
  step: (text: string) => void,
): Promise<Installation> {
  const installation = await prepareInstallation(database, config, name => step(`Preparing ${name}`))
  await assertServingRole(installation.login('app', installation.controlDatabase))
  await assertServingRole(installation.login('app', installation.tenantDatabase))
  await ensureWebBuilt(step)
  return installation
}

const ASKED = Symbol('asked to end')

interface Ending {
  readonly asked: Promise<void>
  /** What the work gives, or ASKED where the process is asked to end first. */
  or<T>(work: Promise<T>): Promise<T | typeof ASKED>
}

function endingWith(asked: Promise<void>): Ending {
  const sign = asked.then((): typeof ASKED => ASKED)
  return { asked, or: async work => Promise.race([work, sign]) }
}
