import type { ConnectionSettings } from './connect/settings.ts'
import { milliseconds } from './duration.ts'
import type { TenantId } from './ids.ts'
import { listen } from './listen.ts'
import { Budget } from './pool/budget.ts'
import { Pool } from './pool/pool.ts'
import type { PoolOptions } from './router.types.ts'
import { type Actor, scopeStatements } from './scope.ts'
import { encodeStatement, type Result, type Results, type Statement } from './statement.ts'
import { type ControlTx, runControlTransaction, type TransactionOptions, typedAll } from './transaction.ts'
import { COMMIT, commitRefused, type Opening, openOn, preamble } from './tx/opening.ts'

/** Scoped transactions on one fixed database: the control database. */
export interface ScopedPool {
  withScope<T>(
    tenant: TenantId | null,
    actor: Actor,
    work: (tx: ControlTx) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /** One statement in its own transaction, one round trip. */
  query<Row>(
    tenant: TenantId | null,
    actor: Actor,
    statement: Statement<Row>,
    options?: TransactionOptions,
  ): Promise<Result<Row>>
  /** Several statements in one transaction and one round trip: all or nothing. */
  batch<const S extends readonly Statement[]>(
    tenant: TenantId | null,
    actor: Actor,
    statements: S,
    options?: TransactionOptions,
  ): Promise<Results<S>>
  /**
   * Hears NOTIFY on a connection of its own, which comes back by itself. Not through PgBouncer.
   * @param hear gets each payload, and null after a gap in which some may have been missed
   * @returns ends the listening
   */
  listen(channel: string, hear: (payload: string | null) => void): () => Promise<void>
  stats(): { readonly open: number; readonly idle: number; readonly waiting: number }
  close(): Promise<void>
}

/** Default limits of a pool. */
export function poolLimits(options: PoolOptions = {}) {
  return {
    min: options.min ?? 2,
    max: options.max ?? 10,
    idleMs: milliseconds(options.idle ?? '30s'),
    waitMs: milliseconds(options.wait ?? '5s'),
    connectMs: milliseconds(options.connect ?? '5s'),
    prepared: options.prepared ?? true,
  }
}

/** Opens a pool of scoped transactions on one database. Connects on first use. */
export function createScopedPool(connection: ConnectionSettings, options: PoolOptions = {}): ScopedPool {
  const limits = poolLimits(options)
  const pool = new Pool(async () => connection, limits, new Budget(options.budget ?? limits.max))
  const opener = (tenant: TenantId | null, actor: Actor, chosen: TransactionOptions): Opening => {
    const before = preamble(scopeStatements(tenant, actor), chosen)
    return (first, last = []) => openOn(pool, tenant ?? '', before, first, last, chosen)
  }
  const batch: ScopedPool['batch'] = async (tenant, actor, statements, chosen = {}) => {
    const opened = await opener(tenant, actor, chosen)(statements.map(encodeStatement), [COMMIT])
    pool.release(opened.connection)
    if (opened.results.at(-1)?.tag !== 'COMMIT') throw commitRefused()
    return typedAll(opened.results.slice(0, -1))
  }
  return {
    withScope: (tenant, actor, work, chosen = {}) =>
      runControlTransaction(opener(tenant, actor, chosen), tenant, actor, work, chosen),
    batch,
    query: async (tenant, actor, statement, chosen) =>
      (await batch(tenant, actor, [statement] as const, chosen))[0],
    listen: (channel, hear) => listen(connection, channel, hear),
    stats: () => ({ open: pool.openCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.close(),
  }
}
