import { isRouterError, type TenantConnectionTest, type TenantId, tenantId } from '@lettershop/tenant-router'
import { AppError } from '#platform/errors/app-error.ts'
import type { Services } from '#platform/services.ts'

/** What stands between an organization and its rows, for whoever runs the installation. Never a credential. */
export interface ConnectionReport {
  readonly organization: { readonly id: string; readonly slug: string; readonly name: string }
  readonly test: TenantConnectionTest
  /** Null where the organization has no home. */
  readonly home: {
    readonly data_source: string
    readonly kind: 'shared' | 'dedicated'
    readonly region: string
    readonly host: string
    readonly port: number
    readonly database: string
    readonly state: string
    readonly epoch: number
  } | null
  readonly cache: { readonly entries: number; readonly hits: number; readonly misses: number }
  readonly unwrap: { readonly count: number; readonly milliseconds: number }
  readonly pool: PoolReport | null
}

/** The pool of one data source in this process. */
export interface PoolReport {
  readonly open: number
  readonly idle: number
  readonly waiting: number
  readonly max: number
  readonly transactions: number
  readonly failures: number
  readonly query_milliseconds: number
  readonly wait_milliseconds: number
  readonly breaker: 'closed' | 'open' | 'half_open'
}

/**
 * Goes the way to an organization's rows step by step and tells how far it came.
 * @param org short name or id @throws {AppError} `not_found`
 */
export async function connectionReport(services: Services, org: string): Promise<ConnectionReport> {
  const { rows } = await services.authPool.query<{ id: string; slug: string; name: string }>(
    'select id, slug, name from identity.organization where slug = $1 or id::text = $1',
    [org],
  )
  const organization = rows[0]
  if (!organization) throw new AppError('not_found')
  const id = tenantId(organization.id)
  const test = await services.router.testTenantConnection(id)
  const home = await homeOf(services, id)
  const { config, unwrap } = services.router.stats()
  return {
    organization,
    test,
    home: home?.shown ?? null,
    cache: { entries: config.entries, hits: config.hits, misses: config.misses },
    unwrap: { count: unwrap.count, milliseconds: unwrap.milliseconds },
    pool: home ? poolReport(services, home.sourceId) : null,
  }
}

async function homeOf({ router }: Services, id: TenantId) {
  try {
    const { dataSource, host, port, database, state, epoch } = await router.getTenantConnectionInfo(id)
    const { name: data_source, kind, region } = dataSource
    return {
      sourceId: dataSource.id,
      shown: { data_source, kind, region, host, port, database, state, epoch },
    }
  } catch (error) {
    // The test above has said why; an organization without a home is what this page is there to show.
    if (isRouterError(error)) return null
    throw error
  }
}

/** What this process knows of a data source's pool, or null when it has not used it. */
export function poolReport({ router }: Pick<Services, 'router'>, sourceId: string): PoolReport | null {
  const found = router.stats().sources.find(source => source.id === sourceId)
  if (!found) return null
  const { open, idle, waiting, max, transactions, failures, breaker } = found
  return {
    open,
    idle,
    waiting,
    max,
    transactions,
    failures,
    query_milliseconds: found.queryMilliseconds,
    wait_milliseconds: found.waitMilliseconds,
    breaker,
  }
}
