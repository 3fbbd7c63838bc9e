import {
  isRouterError,
  type RouterErrorCode,
  type TenantTx,
  type TransactionOptions,
} from '@lettershop/tenant-router'
import { AppError } from '../errors/app-error.ts'
import type { Services } from '../services.ts'
import type { Logger } from '../telemetry/logger.ts'
import type { JobDefinition, JobFacts, JobHandler, JobResult, JobRun } from './define-job.ts'
import { JobLost } from './job-lost.ts'
import type { Claim, JobQueue } from './job-queue.ts'
import {
  cancelAttempt,
  checkFence,
  completeAttempt,
  failAttempt,
  fence,
  jobActor,
  openAttempt,
  requeueAttempt,
} from './job-states.ts'
import { Progress } from './progress.ts'

/** A failed run is tried again this often. */
const MOST_FAILURES = 3
/** Seconds before the next try: 2, 8, 32. */
const backoff = (failures: number) => 2 * 4 ** (failures - 1)
/** Seconds before a job is looked at again whose database cannot be reached. */
const UNREACHABLE_SECONDS = 5
const WATCH_MS = 500

/** Errors that say nothing about the job: its database is away, full or being moved. */
const PASSING: readonly RouterErrorCode[] = [
  'source_unavailable',
  'pool_timeout',
  'tenant_fenced',
  'tenant_elsewhere',
  'outcome_unknown',
]

export interface RunContext {
  readonly services: Services
  readonly queue: JobQueue
  readonly definitions: ReadonlyMap<string, JobDefinition>
}

/** How a run ended, for the log and the figures. */
export type Outcome = 'done' | 'failed' | 'cancelled' | 'retry' | 'put_back' | 'lost' | 'nothing'

/**
 * Runs one claimed job to its end, and leaves row and queue in agreement. The row is written first: when the process
 * dies between the two, the next worker finds a finished row and only tidies the queue.
 * @param abort fires (with a {@link JobLost}) when the lease is lost or the process shuts down; this function fires it on cancel
 */
export async function runClaim(context: RunContext, claim: Claim, abort: AbortController): Promise<Outcome> {
  const { services, queue } = context
  const log = services.log.child({ job: claim.id, type: claim.type, tenant: claim.tenantId })
  try {
    const opened = await services.router.withTenant(
      claim.tenantId,
      jobActor({ id: claim.id, createdBy: null }),
      tx => openAttempt(tx, claim.id),
    )
    if (opened.kind === 'nothing') {
      await queue.finish(claim)
      return 'nothing'
    }
    if (opened.kind === 'given_up') {
      await queue.bury(claim, 'internal_error')
      return 'failed'
    }
    const attempt = new Attempt(context, claim, opened.job, opened.failures, abort, log)
    return await attempt.run(opened.input)
  } catch (error) {
    return await recover(queue, claim, error, log)
  }
}

/** The organization's database could not be asked, or another worker was quicker. The row stays as it is. */
async function recover(queue: JobQueue, claim: Claim, error: unknown, log: Logger): Promise<Outcome> {
  if (isRouterError(error, 'tenant_unknown')) {
    log.warn('the organization of this job is gone')
    await queue.finish(claim)
    return 'nothing'
  }
  if (!(error instanceof JobLost)) log.warn({ err: error }, 'the job goes back to the queue')
  await queue.putBack(claim, UNREACHABLE_SECONDS)
  return error instanceof JobLost ? 'lost' : 'put_back'
}

class Attempt {
  readonly #context: RunContext
  readonly #claim: Claim
  readonly #job: JobFacts
  readonly #failures: number
  readonly #abort: AbortController
  readonly #log: Logger
  readonly #progress = new Progress()

  constructor(
    context: RunContext,
    claim: Claim,
    job: JobFacts,
    failures: number,
    abort: AbortController,
    log: Logger,
  ) {
    this.#context = context
    this.#claim = claim
    this.#job = job
    this.#failures = failures
    this.#abort = abort
    this.#log = log
  }

  async run(input: unknown): Promise<Outcome> {
    const stopWatching = this.#watch()
    try {
      const result = await this.#handle(input)
      await stopWatching()
      await this.#write(tx => completeAttempt(tx, this.#job, result))
      await this.#context.queue.finish(this.#claim)
      return 'done'
    } catch (error) {
      await stopWatching()
      return await this.#ended(this.#reasonOf(error))
    }
  }

  async #handle(input: unknown): Promise<JobResult> {
    const { definitions, services } = this.#context
    const definition = definitions.get(this.#job.type)
    if (!definition)
      throw new Error(`no handler for jobs of type ${this.#job.type}: is this worker older than the server?`)
    const run = handlerOf(await definition.load(), definition.type)
    return run({
      job: this.#job,
      input: definition.input.parse(input),
      tenantId: this.#claim.tenantId,
      services,
      log: this.#log,
      signal: this.#abort.signal,
      progress: this.#progress.report,
      withTenant: (work, options) => this.#fenced(work, options),
    })
  }

  #fenced<T>(work: (tx: TenantTx) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.#context.services.router.withTenant(
      this.#claim.tenantId,
      jobActor(this.#job),
      async tx => {
        checkFence(await tx.rows(fence(this.#job, options.readOnly === true)))
        return work(tx)
      },
      options,
    )
  }

  /** An error that comes from being aborted, whatever its shape, counts as what caused the abort. */
  #reasonOf(error: unknown): unknown {
    return this.#abort.signal.aborted ? this.#abort.signal.reason : error
  }

  async #ended(error: unknown): Promise<Outcome> {
    const { queue } = this.#context
    if (error instanceof JobLost) return this.#let(error)
    if (error instanceof AppError) {
      await this.#write(tx => failAttempt(tx, this.#job.id, this.#job.attempt, error.code, error.message))
      await queue.finish(this.#claim)
      return 'failed'
    }
    if (PASSING.some(code => isRouterError(error, code)))
      return this.#back(this.#failures, UNREACHABLE_SECONDS, 'put_back', error)
    if (this.#failures < MOST_FAILURES)
      return this.#back(this.#failures + 1, backoff(this.#failures + 1), 'retry', error)
    this.#log.error({ err: error }, 'the job has failed and is given up')
    await this.#write(tx =>
      failAttempt(tx, this.#job.id, this.#job.attempt, 'internal_error', 'Something went wrong on our side.'),
    )
    await queue.bury(this.#claim, 'internal_error')
    return 'failed'
  }

  async #let({ reason }: JobLost): Promise<Outcome> {
    switch (reason) {
      case 'cancelled':
        await this.#write(tx => cancelAttempt(tx, this.#job))
        await this.#context.queue.finish(this.#claim)
        return 'cancelled'
      case 'shutdown':
        return this.#back(this.#failures, 0, 'put_back')
      case 'taken':
        await this.#context.queue.putBack(this.#claim, 0)
        return 'lost'
      default:
        return reason satisfies never
    }
  }

  async #back(failures: number, delaySeconds: number, outcome: Outcome, error?: unknown): Promise<Outcome> {
    if (error !== undefined) this.#log.warn({ err: error, delaySeconds }, 'the job is tried again')
    await this.#write(tx => requeueAttempt(tx, this.#job, failures))
    await this.#context.queue.putBack(this.#claim, delaySeconds)
    return outcome
  }

  #write(work: (tx: TenantTx) => Promise<void>): Promise<void> {
    return this.#context.services.router.withTenant(this.#claim.tenantId, jobActor(this.#job), work)
  }

  /** Writes progress and looks for a cancel, a few times a second. @returns ends it, with the last figures written */
  #watch(): () => Promise<void> {
    let looking = Promise.resolve()
    const look = async () => {
      const { router } = this.#context.services
      try {
        const { rows } = await router.query(
          this.#claim.tenantId,
          jobActor(this.#job),
          this.#progress.statement(this.#job),
        )
        checkFence(rows)
      } catch (error) {
        // A database that is away for a moment ends no job: the fence guards what is written.
        if (error instanceof JobLost) this.#abort.abort(error)
        else this.#log.warn({ err: error }, 'progress could not be written')
      }
    }
    let busy = false
    const timer = setInterval(() => {
      if (busy) return
      busy = true
      looking = look().finally(() => {
        busy = false
      })
    }, WATCH_MS)
    return async () => {
      clearInterval(timer)
      await looking
      if (!this.#abort.signal.aborted) await look()
    }
  }
}

function handlerOf(module: object, type: string): JobHandler<JobDefinition> {
  if ('run' in module && isHandler(module.run)) return module.run
  throw new Error(`the handler module of ${type} exports no function "run"`)
}

function isHandler(value: unknown): value is (run: JobRun) => Promise<JobResult> {
  return typeof value === 'function'
}
