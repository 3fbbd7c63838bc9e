import { randomUUID } from 'node:crypto'
import path from 'node:path'
import {
  type ConnectionSettings,
  createKeyring,
  createScopedPool,
  createTenantRouter,
  type TenantId,
  tenantId,
  withConnection,
} from '@lettershop/tenant-router'
import pg from 'pg'
import { loadConfig } from '../config/config.ts'
import { createMailer } from '../mail/create-mailer.ts'
import { createOrganizationSecrets } from '../secrets/create-secrets.ts'
import type { Services } from '../services.ts'
import { openFileStorage } from '../storage/file-storage.ts'
import { createLogger } from '../telemetry/logger.ts'

/** All that a process needs to work on the databases of a test; plain data, so that a child process can be given it. */
export interface PlatformSpec {
  readonly app: ConnectionSettings
  readonly dataDir: string
}

export interface Platform {
  readonly services: Services
  close(): Promise<void>
}

/** Services on test databases, as role app, without HTTP and sign-in. */
export async function openPlatform({ app, dataDir }: PlatformSpec): Promise<Platform> {
  const keyRing = `k1:${Buffer.alloc(32, 7).toString('base64')}`
  const config = loadConfig({
    LETTERSHOP_DATA_DIR: dataDir,
    LETTERSHOP_SECRET: 'of tests, 32 characters or more!',
    LETTERSHOP_KEYS: keyRing,
  })
  const log = createLogger({ level: process.env['TEST_LOG'] ? 'debug' : 'silent', pretty: true })
  const keys = createKeyring(keyRing)
  const control = createScopedPool(app)
  const router = createTenantRouter({
    control,
    keys,
    credentials: { user: app.user, password: app.password },
  })
  const authPool = new pg.Pool({ max: 1 })
  const services: Services = {
    config,
    log,
    clock: { now: () => new Date() },
    router,
    control,
    authPool,
    storage: await openFileStorage(path.join(dataDir, 'files')),
    mailer: createMailer(config, log),
    secrets: createOrganizationSecrets(keys),
  }
  return {
    services,
    async close() {
      await router.close()
      await control.close()
      await authPool.end()
    },
  }
}

/** A new organization in the data source of this name. */
export async function addOrganization(
  services: Services,
  superuser: ConnectionSettings,
  source: string,
): Promise<TenantId> {
  const id = tenantId(randomUUID())
  await withConnection(superuser, async client => {
    await client.query("insert into identity.organization (id, name, slug) values ($1, 'Test', $2)", [
      id,
      `t-${id}`,
    ])
    await client.query(
      `insert into tenancy.placement (organization_id, data_source_id, tenant_id_in_data_source)
       select $1, id, $1 from tenancy.data_source where name = $2`,
      [id, source],
    )
  })
  await services.router.settle(id)
  return id
}

/** Waits until `look` answers something, at most half a minute. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`waited in vain: ${what}`)
}
