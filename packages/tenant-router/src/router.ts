import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { milliseconds } from './duration.ts'
import { isRouterError, RouterError } from './errors.ts'
import { type TenantId, tenantId } from './ids.ts'
import { type Placement, type Replica, ROUTER_ACTOR, readPlacement } from './registry/placement.ts'
import { type OpenSource, Sources } from './registry/sources.ts'
import { TtlCache } from './registry/ttl-cache.ts'
import type { TenantRouter, TenantRouterOptions } from './router.types.ts'
import { type Actor, scopeStatements } from './scope.ts'
import { sql } from './sql-tag.ts'
import { command, encodeStatement } from './statement.ts'
import { testConnection } from './test-connection.ts'
import { runTenantTransaction, type TransactionOptions, typedAll } from './transaction.ts'
import { COMMIT, commitRefused, type Opened, type Opening, openOn, preamble } from './tx/opening.ts'

const CHANNEL = 'tenancy'
const FENCE_WAIT_MS = 5_000
const FENCE_LOOK_MS = 25

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
  const { region } = options
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
    if (kind === 'tenant') placements.delete(tenantId(id))
    else {
      placements.clear()
      if (kind === 'source') sources.forget(id)
    }
  }
  const stopListening = options.control.listen(CHANNEL, hear)

  // Without the home check: the home is what this writes.
  const settle = async (tenant: TenantId): Promise<void> => {
    placements.delete(tenant)
    const { localId, epoch, ...placement } = await placementOf(tenant)
    const { pool } = sources.of({ localId, epoch, ...placement })
    const home = sql`insert into platform.tenant_home (epoch) values (${epoch}) on conflict do nothing`
    const before = preamble(scopeStatements(localId, ROUTER_ACTOR), {})
    const opened = await openOn(pool, tenant, before, [encodeStatement(home)], [COMMIT], {})
    pool.release(opened.connection)
  }

  const opener = (tenant: TenantId, actor: Actor, chosen: TransactionOptions): Opening => {
    const settings = chosen.replica ? { ...chosen, readOnly: true } : chosen
    const sendTo = async (
      placement: Placement,
      source: OpenSource,
      first: Parameters<Opening>[0],
      last: NonNullable<Parameters<Opening>[1]>,
    ): Promise<Opened> => {
      const before = [
        ...preamble(scopeStatements(placement.localId, actor), settings),
        command('select platform.enter($1)', 'tr_enter', [String(placement.epoch)]),
      ]
      const start = performance.now()
      try {
        return await openOn(source.pool, tenant, before, first, last, settings)
      } catch (error) {
        if (isRouterError(error, 'source_unavailable')) source.failures++
        throw error
      } finally {
        source.transactions++
        source.queryMs += performance.now() - start
      }
    }
    const attempt = async (
      first: Parameters<Opening>[0],
      last: NonNullable<Parameters<Opening>[1]>,
    ): Promise<Opened> => {
      const placement = await placementOf(tenant)
      refuseClosed(placement)
      const near = settings.replica === 'closest' ? closestReplica(placement, region) : undefined
      try {
        return await sendTo(placement, sources.of(placement, near), first, last)
      } catch (error) {
        const [spare] = placement.source.replicas
        if (settings.replica !== 'fallback' || !spare || !isUnavailable(error)) throw error
        return sendTo(placement, sources.of(placement, spare), first, last)
      }
    }
    return async (first, last = []) => {
      const deadline = now() + (chosen.waitMs ?? FENCE_WAIT_MS)
      for (let tries = 0; ; tries++) {
        try {
          return await attempt(first, last)
        } catch (error) {
          // Neither answer let a statement of the caller run, and no connection is held: look again.
          const moved = isRouterError(error, 'tenant_elsewhere') && tries < 2
          const fenced = isRouterError(error, 'tenant_fenced') && now() < deadline
          if (!moved && !fenced) throw error
          placements.delete(tenant)
          if (fenced) await sleep(FENCE_LOOK_MS)
        }
      }
    }
  }

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
    settle,
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

/** A replica in our region, where the database itself stands in another one. */
function closestReplica({ source }: Placement, region: string | undefined): Replica | undefined {
  return source.region === region ? undefined : source.replicas.find(replica => replica.region === region)
}

/** A read-only transaction may be repeated elsewhere, also when the answer to its COMMIT was lost. */
function isUnavailable(error: unknown): boolean {
  return isRouterError(error, 'source_unavailable') || isRouterError(error, 'outcome_unknown')
}

function refuseClosed({ state }: Placement): void {
  if (state === 'fenced')
    throw new RouterError('tenant_fenced', 'the organization is being moved', { retryAfter: 1 })
  if (state === 'closed') throw new RouterError('tenant_unknown', 'the organization is closed')
}
