import path from 'node:path'
import {
  type ConnectionSettings,
  createKeyring,
  createScopedPool,
  createTenantRouter,
  type LoginRole,
} from '@lettershop/tenant-router'
import pg from 'pg'
import type { Config } from '#platform/config/config.ts'
import { createMailer } from '#platform/mail/create-mailer.ts'
import { createOrganizationSecrets } from '#platform/secrets/create-secrets.ts'
import type { Services } from '#platform/services.ts'
import { openFileStorage } from '#platform/storage/file-storage.ts'
import type { Logger } from '#platform/telemetry/logger.ts'

/** Where the databases are; an installation or a test says so. */
export interface Databases {
  readonly controlDatabase: string
  readonly tenantDatabase: string
  login(role: LoginRole, database: string): ConnectionSettings
}

export interface OpenServices {
  readonly services: Services
  close(): Promise<void>
}

/** Opens everything that routes and jobs need. Connections are made on first use. */
export async function openServices(config: Config, databases: Databases, log: Logger): Promise<OpenServices> {
  const { login, controlDatabase, tenantDatabase } = databases
  const max = config.settings.LETTERSHOP_POOL_MAX
  const control = createScopedPool(login('app', controlDatabase), { max })
  const keys = createKeyring(config.keyRing)
  const { user, password } = login('app', tenantDatabase)
  const router = createTenantRouter({
    control,
    keys,
    credentials: { user, password },
    pool: { max, budget: max * 10 },
    onWarning: message => log.warn(message),
  })
  const authPool = openAuthPool(login('auth', controlDatabase), max, log)
  const mailer = createMailer(config, log)
  const services: Services = {
    config,
    log,
    clock: { now: () => new Date() },
    router,
    control,
    authPool,
    storage: await openFileStorage(path.join(config.dataDir, 'files')),
    mailer,
    secrets: createOrganizationSecrets(keys),
  }
  return {
    services,
    async close() {
      await mailer.close()
      await router.close()
      await control.close()
      await authPool.end()
    },
  }
}

/** better-auth brings its own pool; a connection that is lost while idle is the pool's matter, not the process's. */
function openAuthPool(
  { host, port, database, user, password, tls }: ConnectionSettings,
  max: number,
  log: Logger,
): pg.Pool {
  const ssl =
    tls?.mode === 'verify-full'
      ? { servername: tls.serverName ?? host, ...(tls.ca ? { ca: tls.ca } : {}) }
      : false
  const pool = new pg.Pool({
    host,
    port,
    database,
    user,
    password,
    ssl,
    max,
    application_name: 'lettershop auth',
  })
  pool.on('error', error => {
    if (!pool.ending) log.warn({ err: error }, 'an idle connection of sign-in was lost')
  })
  return pool
}
