import {
  type Actor,
  type ControlTx,
  type ScopedPool,
  sql,
  type TenantId,
  tenantId,
} from '@lettershop/tenant-router'
import { type Db, type Job, PgBoss } from 'pg-boss'
import { z } from 'zod'
import { DEAD, QUEUE_CHANNEL, QUEUE_SCHEMA, WORK } from './queue-names.ts'

/** What the queue knows of a job: where to find it. Everything else lies in the organization's own database. */
export interface QueuedJob {
  readonly id: string
  readonly tenantId: TenantId
  readonly type: string
}

/** A job that this worker holds. */
export interface Claim extends QueuedJob {
  /** Of this holding only: a worker that comes late cannot touch the next one's. */
  readonly token: string
  /** pg-boss' own count of the attempt. */
  readonly retryCount: number
}

const Payload = z.object({ tenant: z.uuid().transform(text => tenantId(text)), type: z.string() })
type Payload = z.input<typeof Payload>

const SYSTEM: Actor = { id: null, role: 'system' }
const RING = sql`select pg_notify(${QUEUE_CHANNEL}, '')`

/**
 * The queue in the control database, over pg-boss' public calls. Retries and delays are decided by the caller:
 * a job that goes back is taken out and put in again within one transaction.
 */
export class JobQueue {
  readonly #control: ScopedPool
  readonly #boss: PgBoss

  constructor(control: ScopedPool, onError: (error: unknown) => void) {
    this.#control = control
    this.#boss = new PgBoss({
      db: {
        executeSql: async (text, values) => control.query<object>(null, SYSTEM, statement(text, values)),
      },
      schema: QUEUE_SCHEMA,
      migrate: false,
      createSchema: false,
      supervise: false,
      schedule: false,
    })
    this.#boss.on('error', onError)
  }

  /** @throws when the queue's schema is missing or of another version: migrate first */
  async start(): Promise<void> {
    await this.#boss.start()
  }

  async stop(): Promise<void> {
    await this.#boss.stop({ graceful: false })
  }

  /** Adds jobs; one whose id is there already stays as it is, so handing over twice makes one. */
  async add(jobs: readonly QueuedJob[]): Promise<void> {
    if (jobs.length === 0) return
    await this.#change(async (tx, db) => {
      await this.#boss.insert(
        WORK,
        jobs.map(job => toInsert(job)),
        { db },
      )
      await tx.execute(RING)
    })
  }

  /**
   * Takes the next job, or none.
   * @param worker number of the worker, whose advisory lock must be held
   * @param notOf organizations whose jobs are left for later
   */
  async take(worker: number, notOf: readonly TenantId[]): Promise<Claim | undefined> {
    return this.#change(async (tx, db) => {
      const [job] = await this.#boss.fetch<Payload>(WORK, { batchSize: 1, ignoreGroups: [...notOf], db })
      if (!job) return undefined
      const { token } = await tx.row(sql<{ token: string }>`
        insert into queue.claim (job_id, worker) values (${job.id}, ${worker})
        on conflict (job_id) do update set worker = excluded.worker, token = excluded.token, claimed_at = now()
        returning token`)
      return toClaim(job, token)
    })
  }

  /** Renews leases. @returns ids that are still held */
  async renew(claims: readonly Claim[]): Promise<ReadonlySet<string>> {
    if (claims.length === 0) return new Set()
    return this.#change(async (tx, db) => {
      const tokens = claims.map(claim => claim.token)
      const own = await tx.rows(
        sql<{ job_id: string }>`select job_id from queue.claim where token = any(${tokens}::uuid[])`,
      )
      const held = claims.filter(claim => own.some(row => row.job_id === claim.id))
      if (held.length === 0) return new Set<string>()
      return new Set(Settled.parse(await this.#boss.touch(WORK, held.map(attempt), { db })).settled)
    })
  }

  /** The job needs no more running. */
  async finish(claim: Claim): Promise<void> {
    await this.#leave(
      claim,
      async db => void (await this.#boss.complete(WORK, [attempt(claim)], null, { db })),
    )
  }

  /** Gives the job back, for any worker. */
  async putBack(claim: Claim, delaySeconds: number): Promise<void> {
    await this.#leave(claim, async (db, tx) => {
      const { affected } = Settled.parse(await this.#boss.deleteJob(WORK, [attempt(claim)], { db }))
      if (affected === 0) return
      await this.#boss.insert(WORK, [{ ...toInsert(claim), startAfter: delaySeconds }], { db })
      if (delaySeconds === 0) await tx.execute(RING)
    })
  }

  /** Gives the job up: it leaves the queue, and a note stays for the operator. */
  async bury(claim: Claim, errorCode: string): Promise<void> {
    await this.#leave(claim, async db => {
      const { affected } = Settled.parse(await this.#boss.complete(WORK, [attempt(claim)], null, { db }))
      if (affected === 0) return
      const { group, data } = toInsert(claim)
      await this.#boss.insert(DEAD, [{ id: claim.id, group, data: { ...data, error: errorCode } }], { db })
    })
  }

  /**
   * Frees the jobs of dead workers at once.
   * @param deadWorkers numbers whose advisory lock nobody holds any more
   * @returns how many jobs were freed
   */
  async free(deadWorkers: readonly number[]): Promise<number> {
    return this.#change(async (tx, db) => {
      const held = await tx.rows(sql<{ id: string; retryCount: number }>`
        with gone as (delete from queue.claim where worker = any(${deadWorkers}::int[]) returning job_id)
        select id, retry_count as "retryCount" from queue.job join gone on job_id = id
        where name = ${WORK} and state = 'active'`)
      if (held.length === 0) return 0
      const { affected } = Settled.parse(
        await this.#boss.fail(WORK, held, { message: 'worker died' }, { db }),
      )
      await tx.execute(RING)
      return affected
    })
  }

  /** One change that ends a holding; nothing happens when it has ended already. */
  async #leave(claim: Claim, work: (db: Db, tx: ControlTx) => Promise<void>): Promise<void> {
    await this.#change(async (tx, db) => {
      const held = await tx.execute(
        sql`delete from queue.claim where job_id = ${claim.id} and token = ${claim.token}`,
      )
      if (held > 0) await work(db, tx)
    })
  }

  #change<T>(work: (tx: ControlTx, db: Db) => Promise<T>): Promise<T> {
    return this.#control.withScope(null, SYSTEM, tx =>
      work(tx, {
        executeSql: async (text, values) => ({ rows: await tx.rows<object>(statement(text, values)) }),
      }),
    )
  }
}

/** What pg-boss answers besides its declared (empty) type; the pinned release is covered by tests. */
const Settled = z.object({ affected: z.int(), settled: z.array(z.string()).default([]) })

const statement = (text: string, values: unknown[] | undefined) => ({ text, ...(values && { values }) })
const attempt = ({ id, retryCount }: Claim) => ({ id, retryCount })

function toInsert({ id, tenantId, type }: QueuedJob) {
  return { id, group: { id: tenantId }, data: { tenant: tenantId, type } satisfies Payload }
}

function toClaim(job: Job<Payload>, token: string): Claim {
  const { tenant, type } = Payload.parse(job.data)
  return { id: job.id, tenantId: tenant, type, token, retryCount: job.retryCount }
}
