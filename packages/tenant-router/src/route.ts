import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRouterError, RouterError } from './errors.ts'
import type { TenantId } from './ids.ts'
import type { Placement, Replica } from './registry/placement.ts'
import type { OpenSource, Sources } from './registry/sources.ts'
import { type Actor, scopeStatements } from './scope.ts'
import { command, type WireStatement } from './statement.ts'
import type { TransactionOptions } from './transaction.ts'
import { type Opened, type Opening, openOn, preamble } from './tx/opening.ts'

/** What finding the way to an organization needs. */
export interface Routing {
  placementOf(tenant: TenantId): Promise<Placement>
  /** Makes the next look-up ask the registry again. */
  forget(tenant: TenantId): void
  readonly sources: Sources
  readonly region: string | undefined
  now(): number
}

const FENCE_WAIT_MS = 5_000
const FENCE_LOOK_MS = 25

/**
 * How a transaction of this organization opens: at its home, scoped, after the home check. A home that moved is looked
 * up again; a fence is waited for, without a connection. Neither answer let a statement of the caller run.
 */
export function openingFor(
  routing: Routing,
  tenant: TenantId,
  actor: Actor,
  options: TransactionOptions,
): Opening {
  const settings = options.replica ? { ...options, readOnly: true } : options
  return async (first, last = []) => {
    const deadline = routing.now() + (options.waitMs ?? FENCE_WAIT_MS)
    for (let tries = 0; ; tries++) {
      try {
        return await attempt(routing, tenant, actor, settings, first, last)
      } catch (error) {
        // A pool is replaced when its address or credential changes; whoever waited for the old one takes the new one.
        const replaced = isRouterError(error, 'router_closed') && !routing.sources.closed
        const moved = (replaced || isRouterError(error, 'tenant_elsewhere')) && tries < 3
        const fenced = isRouterError(error, 'tenant_fenced') && routing.now() < deadline
        if (!moved && !fenced) throw error
        routing.forget(tenant)
        if (fenced) await sleep(FENCE_LOOK_MS)
      }
    }
  }
}

async function attempt(
  { placementOf, sources, region }: Routing,
  tenant: TenantId,
  actor: Actor,
  options: TransactionOptions,
  first: readonly WireStatement[],
  last: readonly WireStatement[],
): Promise<Opened> {
  const placement = await placementOf(tenant)
  refuseClosed(placement)
  const send = (replica?: Replica) =>
    measured(sources.of(placement, replica), source => {
      const before = preamble(scopeStatements(placement.localId, actor), options)
      before.push(command('select platform.enter($1)', 'tr_enter', [String(placement.epoch)]))
      return openOn(source.pool, tenant, before, first, last, options)
    })
  try {
    return await send(options.replica === 'closest' ? closestReplica(placement, region) : undefined)
  } catch (error) {
    const [spare] = placement.source.replicas
    if (options.replica === 'fallback' && spare && isUnavailable(error)) return send(spare)
    throw error
  }
}

async function measured(source: OpenSource, work: (source: OpenSource) => Promise<Opened>): Promise<Opened> {
  const start = performance.now()
  source.transactions++
  try {
    return await work(source)
  } catch (error) {
    if (isUnavailable(error)) source.failures++
    throw error
  } finally {
    source.queryMs += performance.now() - start
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
