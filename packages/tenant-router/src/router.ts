import { milliseconds } from './duration.ts'
import { isRouterError } from './errors.ts'
import { isUuid, type TenantId, tenantId } from './ids.ts'
import { type Placement, ROUTER_ACTOR, readPlacement } from './registry/placement.ts'
import { Sources } from './registry/sources.ts'
import { TtlCache } from './registry/ttl-cache.ts'
import { openingFor, type Routing } from './route.ts'
import type { TenantRouter, TenantRouterOptions } from './router.types.ts'
import { type Actor, scopeStatements } from './scope.ts'
import { sql } from './sql-tag.ts'
import { encodeStatement } from './statement.ts'
import { testConnection } from './test-connection.ts'
import { runTenantTransaction, type TransactionOptions, typedAll } from './transaction.ts'
import { COMMIT, commitRefused, openOn, preamble } from './tx/opening.ts'

const CHANNEL = 'tenancy'

/**
 * Makes a router. It connects on first use; `close` ends its connections, not those of `control`.
 *
 * ```ts
 * const router = createTenantRouter({ control, credentials: { user: 'shop_app', password } })
 * const notes = await router.withTenant(tenantId(id), { id: userId, role: 'owner' }, tx =>
 *   tx.rows(sql<Note>`select * from notes.note where id = ${noteId}`))
 * ```
 */
export function createTenantRouter(options: TenantRouterOptions): TenantRouter {
  const now = options.now ?? Date.now
  const sources = new Sources(options)
  const placements = new TtlCache<TenantId, Placement>(
    milliseconds(options.configTtl ?? '5m'),
    options.maxConfigs ?? 10_000,
    now,
  )
  const placementOf = (tenant: TenantId) =>
    placements.get(tenant, () => readPlacement(options.control, tenant))

  let heardBefore = false
  const hear = (payload: string | null) => {
    if (payload === null && heardBefore)
      options.onWarning?.('Changes of placements were not heard for a while; all of them are read anew.')
    heardBefore = true
    const [kind, id = ''] = payload?.split(':') ?? []
    // Any login of the control database may NOTIFY: nothing here trusts the text.
    if (kind === 'tenant' && isUuid(id)) placements.delete(tenantId(id))
    else {
      placements.clear()
      if (kind === 'source' && isUuid(id)) sources.forget(id)
    }
  }
  const stopListening = options.control.listen(CHANNEL, hear)

  // Without the home check: the home is what this writes.
  const settle = async (tenant: TenantId, tries = 0): Promise<void> => {
    placements.delete(tenant)
    const { localId, epoch, ...placement } = await placementOf(tenant)
    const { pool } = sources.of({ localId, epoch, ...placement })
    const home = sql`insert into platform.tenant_home (epoch) values (${epoch}) on conflict do nothing`
    const before = preamble(scopeStatements(localId, ROUTER_ACTOR), {})
    try {
      const opened = await openOn(pool, tenant, before, [encodeStatement(home)], [COMMIT], {})
      pool.release(opened.connection)
    } catch (error) {
      // As for every other transaction: whoever waited in a pool that was replaced meanwhile takes the new one.
      if (!isRouterError(error, 'router_closed') || sources.closed || tries >= 3) throw error
      await settle(tenant, tries + 1)
    }
  }

  const routing: Routing = {
    placementOf,
    forget: tenant => placements.delete(tenant),
    sources,
    region: options.region,
    now,
  }
  const opener = (tenant: TenantId, actor: Actor, chosen: TransactionOptions) =>
    openingFor(routing, tenant, actor, chosen)

  const batch: TenantRouter['batch'] = async (tenant, actor, statements, chosen = {}) => {
    const opened = await opener(tenant, actor, chosen)(statements.map(encodeStatement), [COMMIT])
    opened.pool.release(opened.connection)
    if (opened.results.at(-1)?.tag !== 'COMMIT') throw commitRefused()
    return typedAll(opened.results.slice(0, -1))
  }
  const withTenant: TenantRouter['withTenant'] = (tenant, actor, work, chosen = {}) =>
    runTenantTransaction(opener(tenant, actor, chosen), tenant, actor, work, chosen)
  const query: TenantRouter['query'] = async (tenant, actor, statement, chosen) =>
    (await batch(tenant, actor, [statement] as const, chosen))[0]

  const announce = (payload: string) =>
    options.control.query(null, ROUTER_ACTOR, sql`select pg_notify(${CHANNEL}, ${payload})`)

  return {
    withTenant,
    query,
    batch,
    settle: tenant => settle(tenant),
    getClientForTenant: tenant => ({
      tenantId: tenant,
      transaction: (actor, work, chosen) => withTenant(tenant, actor, work, chosen),
      query: (actor, statement, chosen) => query(tenant, actor, statement, chosen),
      batch: (actor, statements, chosen) => batch(tenant, actor, statements, chosen),
    }),
    testTenantConnection: tenant =>
      testConnection(tenant, placementOf, sources, () =>
        query(tenant, ROUTER_ACTOR, sql`select 1 as one`, { waitMs: 5_000 }),
      ),
    async getTenantConnectionInfo(tenant) {
      const cached = placements.has(tenant)
      const { source, state, epoch } = await placementOf(tenant)
      const { id, name, kind, region, host, port, database } = source
      return {
        tenantId: tenant,
        dataSource: { id, name, kind, region },
        host,
        port,
        database,
        state,
        epoch,
        cached,
      }
    },
    async clearTenantCache(tenant) {
      placements.delete(tenant)
      await announce(`tenant:${tenant}`)
    },
    async clearAllCaches() {
      placements.clear()
      sources.forgetAll()
      await announce('all')
    },
    stats: () => ({
      config: { entries: placements.size, hits: placements.hits, misses: placements.misses },
      unwrap: { count: sources.unwraps, milliseconds: sources.unwrapMs },
      sources: sources.stats(),
    }),
    async close() {
      await stopListening()
      await sources.close()
    },
  }
}
