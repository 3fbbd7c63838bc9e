import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type ConnectionSettings, openConnection } from '@lettershop/tenant-router'
import type pg from 'pg'
import type { Logger } from '../telemetry/logger.ts'

/** First half of the advisory locks' key: one number for "a worker lives", with its own number as second half. */
const WORKER_LOCK = 0x4c457731

const TICK_MS = 1_000
/** A worker is dead when its lock was missing this many times in a row: a lost connection comes back sooner. */
const MISSES = 2

/**
 * A worker's sign of life: one connection that holds an advisory lock. When the process dies, by kill -9 too, the
 * connection breaks, the lock is gone and its jobs are free within two seconds, long before a lease would end.
 * Every worker looks for dead ones, and none is elected to: an elected one that hangs would keep its office.
 * Needs a direct connection: a lock of a session does not go through PgBouncer in transaction mode.
 */
export class WorkerSession {
  /** Number of this worker, random: a new process is never taken for a dead one. */
  readonly number = randomInt(1, 2 ** 31 - 1)
  readonly #connection: ConnectionSettings
  readonly #onDead: (workers: readonly number[]) => Promise<void>
  readonly #log: Logger
  readonly #stopping = new AbortController()
  readonly #misses = new Map<number, number>()
  #client: pg.Client | undefined
  #loop: Promise<void> | undefined

  /** @param onDead frees what these workers held; several workers may call it at once for the same ones */
  constructor(
    connection: ConnectionSettings,
    onDead: (workers: readonly number[]) => Promise<void>,
    log: Logger,
  ) {
    this.#connection = { ...connection, applicationName: 'lettershop worker' }
    this.#onDead = onDead
    this.#log = log
  }

  /** True while the lock is held: without it no job may be taken. */
  get alive(): boolean {
    return this.#client !== undefined
  }

  /** Resolves when the lock is held for the first time. @throws when the control database cannot be reached */
  async start(): Promise<void> {
    await this.#connect()
    this.#loop = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#loop
    await this.#disconnect()
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        if (!this.#client) await this.#connect()
        await this.#tick()
      } catch (error) {
        this.#log.warn({ err: error }, 'the connection that shows this worker alive was lost')
        await this.#disconnect()
      }
      await pause(TICK_MS, undefined, { signal: this.#stopping.signal }).catch(() => {})
    }
  }

  async #connect(): Promise<void> {
    const client = await openConnection(this.#connection)
    await client.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, this.number])
    client.once('end', () => {
      if (this.#client === client) this.#client = undefined
    })
    this.#client = client
  }

  async #disconnect(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => {})
  }

  async #tick(): Promise<void> {
    if (!this.#client) return
    const dead = this.#missedLongEnough(await missingWorkers(this.#client))
    if (dead.length > 0) await this.#onDead(dead)
  }

  #missedLongEnough(missing: readonly number[]): number[] {
    for (const known of this.#misses.keys()) if (!missing.includes(known)) this.#misses.delete(known)
    for (const worker of missing) this.#misses.set(worker, (this.#misses.get(worker) ?? 0) + 1)
    return missing.filter(worker => (this.#misses.get(worker) ?? 0) >= MISSES)
  }
}

/** Workers that hold jobs and no lock. */
async function missingWorkers(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ worker: number }>(
    `select distinct worker from queue.claim
     where not exists (
       select from pg_locks
       where locktype = 'advisory' and granted and objsubid = 2
         and database = (select oid from pg_database where datname = current_database())
         and classid = $1::bigint::oid and objid = worker::bigint::oid)`,
    [WORKER_LOCK],
  )
  return rows.map(row => row.worker)
}
