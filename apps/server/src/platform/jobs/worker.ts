import type { ConnectionSettings, TenantId } from '@lettershop/tenant-router'
import type { Services } from '../services.ts'
import type { JobDefinition } from './define-job.ts'
import { JobLost } from './job-lost.ts'
import { type Claim, JobQueue } from './job-queue.ts'
import { QUEUE_CHANNEL } from './queue-names.ts'
import { QueueSupervisor } from './queue-supervisor.ts'
import { type Outcome, runClaim } from './run-job.ts'
import { Turns } from './turns.ts'
import { WorkerSession } from './worker-session.ts'

/** Looks at the queue this often even when nobody rings: for delayed jobs, and for a bell that was lost. */
const POLL_MS = 2_000
const RENEW_MS = 5_000

export interface WorkerOptions {
  readonly services: Services
  /** Every kind of job that this process can run. */
  readonly definitions: readonly JobDefinition[]
  /** Jobs at the same time. One more may run for an organization that has none running, so that long jobs starve nobody. */
  readonly concurrency: number
  /** Control database as role app, directly and not through a pooler: a lock on it shows that this worker lives. */
  readonly connection: ConnectionSettings
  /** Told of each run that ended; for figures and tests. */
  readonly onOutcome?: (type: string, outcome: Outcome, seconds: number) => void
}

export interface Worker {
  /** @throws when the control database cannot be reached or the queue is not migrated */
  start(): Promise<void>
  /** Takes no more jobs, aborts those that run and waits for them; they are put back, not failed. */
  stop(graceMs?: number): Promise<void>
  /** Jobs that run now. */
  readonly running: number
}

interface Running {
  readonly claim: Claim
  readonly abort: AbortController
  readonly ended: Promise<void>
}

/** Makes a worker: any number of them, on any number of machines, share one queue. */
export function createWorker(options: WorkerOptions): Worker {
  return new QueueWorker(options)
}

class QueueWorker implements Worker {
  readonly #options: WorkerOptions
  readonly #queue: JobQueue
  readonly #session: WorkerSession
  readonly #supervisor: QueueSupervisor
  readonly #definitions: ReadonlyMap<string, JobDefinition>
  readonly #running = new Map<string, Running>()
  readonly #turns = new Turns()
  #stopping = false
  #wake: () => void = () => {}
  #loop: Promise<void> = Promise.resolve()
  #renewal: NodeJS.Timeout | undefined
  #unlisten: () => Promise<void> = async () => {}

  constructor(options: WorkerOptions) {
    const { services, connection, definitions } = options
    const complain = (error: unknown) => services.log.warn({ err: error }, 'queue maintenance')
    this.#supervisor = new QueueSupervisor(connection, complain)
    this.#options = options
    this.#definitions = new Map(definitions.map(one => [one.type, one]))
    this.#queue = new JobQueue(services.control, complain)
    this.#session = new WorkerSession(
      connection,
      async workers => {
        const jobs = await this.#queue.free(workers)
        if (jobs > 0) services.log.info({ jobs }, 'jobs of a worker that died go on elsewhere')
      },
      services.log,
    )
  }

  get running(): number {
    return this.#running.size
  }

  async start(): Promise<void> {
    await this.#queue.start()
    await this.#session.start()
    await this.#supervisor.start()
    this.#unlisten = this.#options.services.control.listen(QUEUE_CHANNEL, () => this.#wake())
    this.#renewal = setInterval(() => void this.#renew(), RENEW_MS)
    this.#loop = this.#takeJobs()
  }

  async stop(graceMs = 10_000): Promise<void> {
    this.#stopping = true
    this.#wake()
    await this.#unlisten()
    await this.#loop
    for (const { abort } of this.#running.values()) abort.abort(new JobLost('shutdown'))
    await Promise.race([Promise.all([...this.#running.values()].map(one => one.ended)), sleep(graceMs)])
    clearInterval(this.#renewal)
    await this.#supervisor.stop()
    await this.#session.stop()
    await this.#queue.stop()
  }

  async #takeJobs(): Promise<void> {
    while (!this.#stopping) {
      const rung = new Promise<void>(resolve => {
        this.#wake = resolve
      })
      if (!(await this.#takeOne())) await Promise.race([rung, sleep(POLL_MS)])
    }
  }

  /** @returns false when there is nothing to take, or no room for it */
  async #takeOne(): Promise<boolean> {
    const { concurrency, services } = this.#options
    if (!this.#session.alive || this.#running.size > concurrency) return false
    const guestsOnly = this.#running.size === concurrency
    const busy: TenantId[] = guestsOnly ? [...this.#running.values()].map(one => one.claim.tenantId) : []
    try {
      const claim = await this.#turns.next(notOf => this.#queue.take(this.#session.number, notOf), busy)
      if (claim) this.#begin(claim)
      return claim !== undefined
    } catch (error) {
      services.log.warn({ err: error }, 'the queue cannot be read')
      return false
    }
  }

  #begin(claim: Claim): void {
    const abort = new AbortController()
    const begun = performance.now()
    const context = { services: this.#options.services, queue: this.#queue, definitions: this.#definitions }
    const ended = runClaim(context, claim, abort)
      .then(outcome => this.#options.onOutcome?.(claim.type, outcome, (performance.now() - begun) / 1000))
      // The row or the queue could not be written: the lease runs out, and another worker looks again.
      .catch((error: unknown) =>
        this.#options.services.log.error({ err: error, job: claim.id }, 'a job was left to its lease'),
      )
      .finally(() => {
        this.#running.delete(claim.token)
        this.#wake()
      })
    this.#running.set(claim.token, { claim, abort, ended })
  }

  async #renew(): Promise<void> {
    const running = [...this.#running.values()]
    try {
      const held = await this.#queue.renew(running.map(one => one.claim))
      for (const { claim, abort } of running)
        if (!held.has(claim.id) && this.#running.has(claim.token)) abort.abort(new JobLost('taken'))
    } catch (error) {
      this.#options.services.log.warn({ err: error }, 'leases could not be renewed')
    }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms).unref())
}
