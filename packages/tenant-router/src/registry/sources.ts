import { performance } from 'node:perf_hooks'
import { guardedAddress } from '../connect/address-guard.ts'
import type { ConnectionSettings } from '../connect/settings.ts'
import { milliseconds } from '../duration.ts'
import { RouterError } from '../errors.ts'
import { Budget } from '../pool/budget.ts'
import { Pool } from '../pool/pool.ts'
import type { SourceStats, TenantRouterOptions } from '../router.types.ts'
import { poolLimits } from '../scoped-pool.ts'
import { type Login, openCredential } from './credential.ts'
import type { DataSource, Placement, Replica, StoredCredential } from './placement.ts'

/** A data source in use: its pool and what was counted. */
export interface OpenSource {
  readonly source: DataSource
  readonly pool: Pool
  readonly max: number
  transactions: number
  failures: number
  queryMs: number
}

const SWEEP_MS = 10 * 60_000

/** The pools of the data sources that this process uses, closed when unused for `clientTtl`. */
export class Sources {
  readonly #options: TenantRouterOptions
  readonly #budget: Budget
  readonly #open = new Map<string, OpenSource>()
  readonly #now: () => number
  readonly #sweeper: NodeJS.Timeout
  closed = false
  unwraps = 0
  unwrapMs = 0

  constructor(options: TenantRouterOptions) {
    this.#options = options
    this.#budget = new Budget(options.pool?.budget ?? 100)
    this.#now = options.now ?? Date.now
    const ttl = milliseconds(options.clientTtl ?? '1h')
    this.#sweeper = setInterval(() => this.#sweep(ttl), Math.min(SWEEP_MS, Math.max(1_000, ttl))).unref()
  }

  /** The pool of a placement's data source, or of one of its replicas, made on first use. */
  of({ source: primary, credential }: Placement, replica?: Replica): OpenSource {
    if (this.closed) throw new RouterError('router_closed', 'the router is closed')
    const source = replica
      ? { ...primary, ...replica, name: `${primary.name} replica ${replica.region}` }
      : primary
    const key = replica ? `${source.id} ${replica.host}:${replica.port}` : source.id
    const found = this.#open.get(key)
    if (found) return found
    const limits = poolLimits({ ...this.#options.pool, ...source.connection_pool_config })
    const pool = new Pool(() => this.#settings(source, credential), limits, this.#budget, this.#now)
    const opened = { source, pool, max: limits.max, transactions: 0, failures: 0, queryMs: 0 }
    this.#open.set(key, opened)
    return opened
  }

  async #settings(source: DataSource, credential: StoredCredential | null): Promise<ConnectionSettings> {
    const { user, password } = await this.login(credential)
    // The certificate must carry the name that was registered, also where we connect to a pinned address.
    const host = source.foreign_server
      ? await guardedAddress(source.host, this.#options.addressGuard)
      : source.host
    return {
      host,
      port: source.port,
      database: source.database,
      user,
      password,
      tls: {
        mode: source.foreign_server ? 'verify-full' : source.tls_mode,
        serverName: source.tls_name ?? source.host,
        ...(source.tls_ca === null ? {} : { ca: source.tls_ca }),
      },
    }
  }

  /** Opens a credential, or takes the installation's own login where the source has none. */
  async login(credential: StoredCredential | null): Promise<Login> {
    if (!credential && this.#options.credentials) return this.#options.credentials
    if (!credential)
      throw new RouterError(
        'credential_unreadable',
        'the data source has no credential, and the router was given none',
      )
    const start = performance.now()
    const login = await openCredential(this.#options.keys, credential)
    this.unwraps++
    this.unwrapMs += performance.now() - start
    return login
  }

  /** Forgets a source whose address or credential changed; transactions under way end on the old pool. */
  forget(id: string): void {
    this.#close(key => key.startsWith(id))
  }

  forgetAll(): void {
    this.#close(() => true)
  }

  #close(which: (key: string, opened: OpenSource) => boolean): void {
    for (const [key, opened] of this.#open) {
      if (!which(key, opened)) continue
      this.#open.delete(key)
      void opened.pool.close()
    }
  }

  #sweep(ttl: number): void {
    this.#close((_, { pool }) => pool.lastUsed < this.#now() - ttl)
  }

  stats(): SourceStats[] {
    return [...this.#open.values()].map(({ source, pool, max, transactions, failures, queryMs }) => ({
      id: source.id,
      name: source.name,
      open: pool.openCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      max,
      transactions,
      failures,
      queryMilliseconds: queryMs,
      waitMilliseconds: pool.waitedMs,
      breaker: pool.breakerState,
    }))
  }

  async close(): Promise<void> {
    this.closed = true
    clearInterval(this.#sweeper)
    const all = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(all.map(({ pool }) => pool.close()))
  }
}
