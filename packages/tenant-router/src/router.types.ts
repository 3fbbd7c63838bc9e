import type { AddressGuardOptions } from './connect/address-guard.ts'
import type { ConnectionSettings } from './connect/settings.ts'
import type { TenantId } from './ids.ts'
import type { Actor } from './scope.ts'
import type { ScopedPool } from './scoped-pool.ts'
import type { Result, Results, Statement } from './statement.ts'
import type { TenantTx, TransactionOptions } from './transaction.ts'

/** A duration in milliseconds, or text such as `250ms`, `30s`, `5m`, `1h`. */
export type Duration = number | `${number}${'ms' | 's' | 'm' | 'h'}`

export interface PoolOptions {
  /** Connections kept open while the pool is in use. Default 2. */
  readonly min?: number
  /** Most connections to one data source. Default 10. */
  readonly max?: number
  /** An idle connection beyond `min` is closed after this long. Default 30s. */
  readonly idle?: Duration
  /** Longest wait for a connection before `pool_timeout`. Default 5s. */
  readonly wait?: Duration
  /** Longest time to open a connection. Default 5s. */
  readonly connect?: Duration
  /** False behind PgBouncer in transaction mode without `max_prepared_statements`. Default true. */
  readonly prepared?: boolean
  /** Most connections of this process to all data sources together. Default 100. */
  readonly budget?: number
}

export interface TenantRouterOptions {
  /** The control database, where the registry lives. */
  readonly control: ScopedPool
  /** Opens credentials. Not needed where every data source uses `credentials`. */
  readonly keys?: KeyProvider
  /**
   * Login for data sources that have no credential of their own in the registry: dedicated databases on
   * the same server share its roles.
   */
  readonly credentials?: { readonly user: string; readonly password: string }
  readonly pool?: PoolOptions
  /** For data sources that tenants registered. Default: public addresses only. */
  readonly addressGuard?: AddressGuardOptions
  /** Region of this process, for reads with `replica: 'closest'`. */
  readonly region?: string
  /** How long a placement is believed without asking again. Default 5m; changes arrive by NOTIFY. */
  readonly configTtl?: Duration
  /** How long an unused pool is kept. Default 1h. */
  readonly clientTtl?: Duration
  /** Most placements remembered. Default 10000. */
  readonly maxConfigs?: number
  /** Milliseconds since the epoch; for tests. */
  readonly now?: () => number
  /** Told of what the router survives by itself, such as a lost listener. Never a credential. */
  readonly onWarning?: (message: string) => void
}

/** Wraps and unwraps the data keys of credentials. Every provider passes the same contract tests. */
export interface KeyProvider {
  readonly currentKeyId: string
  wrap(dataKey: Buffer, context: Buffer): Promise<{ keyId: string; wrapped: string }>
  /** @throws {RouterError} `credential_unreadable` for an unknown key id or a forged text; never tries another key */
  unwrap(keyId: string, wrapped: string, context: Buffer): Promise<Buffer>
}

export interface TenantConnectionInfo {
  readonly tenantId: TenantId
  readonly dataSource: {
    readonly id: string
    readonly name: string
    readonly kind: 'shared' | 'dedicated'
    readonly region: string
  }
  readonly host: string
  readonly port: number
  readonly database: string
  readonly state: string
  readonly epoch: number
  readonly cached: boolean
}

/** What `testTenantConnection` found, step by step; each later step is false when an earlier one failed. */
export interface TenantConnectionTest {
  readonly success: boolean
  readonly placed: boolean
  readonly credentialsReadable: boolean
  readonly reachable: boolean
  readonly queryable: boolean
  readonly milliseconds: number
  /** Code of the first failure; never the driver's text. */
  readonly error?: string
}

export interface RouterStats {
  readonly config: { readonly entries: number; readonly hits: number; readonly misses: number }
  readonly unwrap: { readonly count: number; readonly milliseconds: number }
  readonly sources: readonly SourceStats[]
}

export interface SourceStats {
  readonly id: string
  readonly name: string
  readonly open: number
  readonly idle: number
  readonly waiting: number
  readonly max: number
  readonly transactions: number
  readonly failures: number
  readonly queryMilliseconds: number
  readonly waitMilliseconds: number
  readonly breaker: 'closed' | 'open' | 'half_open'
}

/** Sends each transaction to the database where the organization lives, scoped to it. */
export interface TenantRouter {
  /**
   * Runs `work` in one transaction of the organization. BEGIN, scope and fence check travel with the first
   * statement; a callback that sends none costs nothing. Commits when `work` resolves, else rolls back.
   */
  withTenant<T>(
    tenant: TenantId,
    actor: Actor,
    work: (tx: TenantTx) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /** One statement in its own transaction, one round trip. */
  query<Row>(
    tenant: TenantId,
    actor: Actor,
    statement: Statement<Row>,
    options?: TransactionOptions,
  ): Promise<Result<Row>>
  /** Several statements in one transaction and one round trip: all or nothing. */
  batch<const S extends readonly Statement[]>(
    tenant: TenantId,
    actor: Actor,
    statements: S,
    options?: TransactionOptions,
  ): Promise<Results<S>>
  /**
   * Writes the organization's home row into the database that its placement names; after that its transactions pass.
   * Called once when an organization is made. Repeating it changes nothing: a home that was left is not reopened.
   */
  settle(tenant: TenantId): Promise<void>
  /** The same three calls bound to one organization. */
  getClientForTenant(tenant: TenantId): TenantClient
  testTenantConnection(tenant: TenantId): Promise<TenantConnectionTest>
  /** Where the organization lives. Never a credential. */
  getTenantConnectionInfo(tenant: TenantId): Promise<TenantConnectionInfo>
  /** Forgets where the organization lives, here and (by NOTIFY) in other processes. */
  clearTenantCache(tenant: TenantId): Promise<void>
  clearAllCaches(): Promise<void>
  stats(): RouterStats
  close(): Promise<void>
}

export interface TenantClient {
  readonly tenantId: TenantId
  transaction<T>(actor: Actor, work: (tx: TenantTx) => Promise<T>, options?: TransactionOptions): Promise<T>
  query<Row>(actor: Actor, statement: Statement<Row>, options?: TransactionOptions): Promise<Result<Row>>
  batch<const S extends readonly Statement[]>(
    actor: Actor,
    statements: S,
    options?: TransactionOptions,
  ): Promise<Results<S>>
}

export type { ConnectionSettings }
