import { performance } from 'node:perf_hooks'
import type { ConnectionSettings } from '../connect/settings.ts'
import { RouterError } from '../errors.ts'
import { Breaker } from './breaker.ts'
import type { Budget, BudgetMember } from './budget.ts'
import { PooledConnection } from './connection.ts'
import { FairQueue } from './fair-queue.ts'
import { unavailable } from './unavailable.ts'

export interface PoolLimits {
  readonly min: number
  readonly max: number
  readonly idleMs: number
  readonly waitMs: number
  readonly connectMs: number
  /** False behind a PgBouncer that keeps no prepared statements: no statement gets a name. */
  readonly prepared?: boolean
}

interface Waiter {
  readonly key: string
  readonly take: (connection: PooledConnection) => void
  readonly fail: (error: Error) => void
}

// A lent connection usually comes back sooner than a new one opens (0.3 ms against 10), and opening costs both sides.
const GROW_DELAY_MS = 3

/** Connections to one database, shared by all its organizations. */
export class Pool implements BudgetMember {
  readonly #settings: () => Promise<ConnectionSettings>
  readonly #limits: PoolLimits
  readonly #budget: Budget
  readonly #breaker: Breaker
  readonly #now: () => number
  readonly #all = new Set<PooledConnection>()
  readonly #idle: PooledConnection[] = []
  readonly #waiters = new FairQueue<Waiter>()
  readonly #sweeper: NodeJS.Timeout
  #opening = 0
  #growTimer: NodeJS.Timeout | undefined
  #closed = false
  #drained: (() => void) | undefined
  lastUsed: number
  /** Milliseconds that borrowers have waited, all together. */
  waitedMs = 0

  /** @param settings asked for each new connection, so that a changed credential or address takes effect */
  constructor(
    settings: () => Promise<ConnectionSettings>,
    limits: PoolLimits,
    budget: Budget,
    now: () => number = Date.now,
  ) {
    this.#settings = settings
    this.#limits = limits
    this.#budget = budget
    this.#now = now
    this.#breaker = new Breaker(now)
    this.lastUsed = now()
    budget.join(this)
    this.#sweeper = setInterval(() => this.#sweep(), Math.max(1_000, limits.idleMs / 2)).unref()
  }

  get openCount(): number {
    return this.#all.size + this.#opening
  }

  get idleCount(): number {
    return this.#idle.length
  }

  get waitingCount(): number {
    return this.#waiters.size
  }

  get breakerState(): Breaker['state'] {
    return this.#breaker.state
  }

  /**
   * Lends a connection. It must come back by {@link release}.
   * @param key whose turn this counts for, so that one organization cannot starve the others
   * @throws {RouterError} `pool_timeout`, `source_unavailable`, `aborted`, `router_closed`
   */
  acquire(key: string, waitMs = this.#limits.waitMs, signal?: AbortSignal): Promise<PooledConnection> {
    this.lastUsed = this.#now()
    if (this.#closed) return Promise.reject(new RouterError('router_closed', 'the connection pool is closed'))
    if (signal?.aborted)
      return Promise.reject(new RouterError('aborted', 'the caller gave up', {}, { cause: signal.reason }))
    const ready = this.#waiters.size === 0 ? this.#idle.pop() : undefined
    if (ready) return Promise.resolve(ready)
    if (this.#breaker.state === 'open') return Promise.reject(this.#refused())
    return this.#wait(key, waitMs, signal)
  }

  #wait(key: string, waitMs: number, signal: AbortSignal | undefined): Promise<PooledConnection> {
    return new Promise((resolve, reject) => {
      const start = performance.now()
      const done = () => {
        this.waitedMs += performance.now() - start
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
      }
      const waiter: Waiter = {
        key,
        take: connection => {
          done()
          resolve(connection)
        },
        fail: error => {
          done()
          reject(error)
        },
      }
      const giveUp = (error: RouterError) => {
        if (this.#waiters.remove(key, waiter)) waiter.fail(error)
      }
      const timer = setTimeout(
        () =>
          giveUp(
            new RouterError('pool_timeout', `no database connection became free within ${waitMs} ms`, {
              retryAfter: 1,
            }),
          ),
        waitMs,
      )
      const abort = () =>
        giveUp(new RouterError('aborted', 'the caller gave up', {}, { cause: signal?.reason }))
      signal?.addEventListener('abort', abort, { once: true })
      this.#waiters.push(key, waiter)
      if (this.#all.size === 0) this.#grow()
      else this.#growTimer ??= setTimeout(() => this.#growLate(), GROW_DELAY_MS)
    })
  }

  #growLate(): void {
    this.#growTimer = undefined
    this.#grow()
  }

  /** Opens connections for those who wait, as far as limit, budget and breaker allow. */
  #grow(): void {
    while (!this.#closed && this.#opening < this.#waiters.size && this.openCount < this.#limits.max) {
      if (this.#breaker.state === 'open') {
        this.#failWaiters(this.#refused())
        return
      }
      // Half open: the waiters wait for the one probe.
      if (this.#breaker.state === 'half_open' && this.#opening > 0) return
      if (!this.#budget.take(this)) return
      this.#open()
    }
  }

  #open(): void {
    this.#opening++
    const settle = (connection: PooledConnection | undefined, error?: unknown) => {
      this.#opening--
      if (connection) {
        this.#breaker.succeeded()
        this.#all.add(connection)
        this.#offer(connection)
      } else this.#openFailed(error)
      this.#grow()
    }
    this.#settings()
      .then(settings => PooledConnection.open(settings, this.#limits, lost => this.#forget(lost)))
      .then(
        connection => settle(connection),
        error => settle(undefined, error),
      )
  }

  #openFailed(error: unknown): void {
    this.#breaker.failed()
    this.#budget.give()
    const failure = unavailable(error)
    // One waiter learns of one failure; when nothing else is coming, they all do.
    if (this.#all.size === 0 && this.#opening === 0) this.#failWaiters(failure)
    else this.#waiters.shift()?.fail(failure)
    this.#checkDrained()
  }

  #refused(): RouterError {
    return new RouterError('source_unavailable', 'the database does not answer; it is asked again shortly', {
      retryAfter: this.#breaker.retryAfter(),
    })
  }

  #failWaiters(error: RouterError): void {
    for (let waiter = this.#waiters.shift(); waiter; waiter = this.#waiters.shift()) waiter.fail(error)
  }

  #offer(connection: PooledConnection): void {
    const waiter = this.#closed ? undefined : this.#waiters.shift()
    if (waiter) waiter.take(connection)
    else if (this.#closed) this.#drop(connection)
    else {
      connection.idleSince = this.#now()
      this.#idle.push(connection)
    }
  }

  /** Takes a connection back. One that is lost, or has a transaction open, or is declared broken, is closed. */
  release(connection: PooledConnection, broken = false): void {
    this.lastUsed = this.#now()
    if (!this.#all.has(connection)) return
    if (broken || !connection.clean || this.#closed || this.#budget.wanted(this)) this.#drop(connection)
    else this.#offer(connection)
    this.#grow()
  }

  #drop(connection: PooledConnection): void {
    void connection.close()
    this.#forget(connection)
  }

  #forget(connection: PooledConnection): void {
    const index = this.#idle.indexOf(connection)
    if (index >= 0) this.#idle.splice(index, 1)
    if (!this.#all.delete(connection)) return
    this.#budget.give()
    this.#checkDrained()
    this.#grow()
  }

  closeIdle(): boolean {
    const oldest = this.#idle.shift()
    if (oldest) this.#drop(oldest)
    return oldest !== undefined
  }

  retry(): void {
    this.#grow()
  }

  #sweep(): void {
    const before = this.#now() - this.#limits.idleMs
    const cold = this.lastUsed < before
    while (this.#idle[0] && this.#idle[0].idleSince < before && (cold || this.#all.size > this.#limits.min))
      this.closeIdle()
  }

  /** Refuses new work, waits until lent connections are back, closes all. */
  async close(): Promise<void> {
    if (!this.#closed) {
      this.#closed = true
      clearInterval(this.#sweeper)
      clearTimeout(this.#growTimer)
      this.#failWaiters(new RouterError('router_closed', 'the connection pool is closed'))
      while (this.closeIdle());
    }
    if (this.openCount > 0)
      await new Promise<void>(resolve => {
        const others = this.#drained
        this.#drained = () => {
          others?.()
          resolve()
        }
      })
    this.#budget.leave(this)
  }

  #checkDrained(): void {
    if (this.#closed && this.openCount === 0) this.#drained?.()
  }
}
