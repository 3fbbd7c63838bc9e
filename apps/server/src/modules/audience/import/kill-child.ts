import { createKeyring, createScopedPool, createTenantRouter, tenantId } from '@lettershop/tenant-router'
import pino from 'pino'
import { createOrganizationSecrets } from '#platform/secrets/create-secrets.ts'
import type { Services } from '#platform/services.ts'
import { openFileStorage } from '#platform/storage/index.ts'
import { run } from './import.handler.ts'
import { importJob } from './import.job.ts'

/** What the parent of a kill test tells its child, as JSON in the first argument. */
export interface KillTarget {
  readonly control: Parameters<typeof createScopedPool>[0]
  readonly files: string
  readonly keyRing: Parameters<typeof createKeyring>[0]
  readonly tenant: string
  readonly jobId: string
  readonly input: unknown
}

/**
 * Runs one import in a process of its own, which the parent kills. Writes a dot when a transaction begins and when
 * it has committed, so that the parent can choose its moment, and the result at the end.
 */
async function main({ control, files, keyRing, tenant, jobId, input }: KillTarget): Promise<void> {
  const keys = createKeyring(keyRing)
  const pool = createScopedPool(control)
  const { user, password } = control
  const router = createTenantRouter({ control: pool, keys, credentials: { user, password } })
  const log = pino({ level: 'silent' })
  const services: Services = {
    router,
    control: pool,
    storage: await openFileStorage(files),
    secrets: createOrganizationSecrets(keys),
    log,
    clock: { now: () => new Date() },
    get config(): never {
      throw new Error('an import reads no configuration')
    },
    get authPool(): never {
      throw new Error('an import signs nobody in')
    },
    get mailer(): never {
      throw new Error('an import sends no mail')
    },
  }
  const actor = { id: null, role: 'system', requestId: 'kill-test' }
  const dot = () => process.stdout.write('.')
  const result = await run({
    job: { id: jobId, type: importJob.type, attempt: 1, resource: null, resourceId: null, createdBy: null },
    input: importJob.input.parse(input),
    tenantId: tenantId(tenant),
    services,
    log,
    signal: new AbortController().signal,
    progress: () => {},
    async withTenant(work, options) {
      dot()
      const value = await router.withTenant(tenantId(tenant), actor, work, options)
      dot()
      return value
    },
  })
  process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit(0))
}

const [, file, target] = process.argv
if (file === import.meta.filename && target !== undefined) await main(JSON.parse(target))
