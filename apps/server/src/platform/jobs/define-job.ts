import type { TenantId, TenantTx, TransactionOptions } from '@lettershop/tenant-router'
import type { z } from 'zod'
import type { Services } from '../services.ts'
import type { Logger } from '../telemetry/logger.ts'

/** A kind of long work. Made by {@link defineJob}; each module exports its own as `jobs`. */
export interface JobDefinition<Input extends z.ZodType = z.ZodType> {
  /** `context.verb`, unique in the installation, stored with each job. */
  readonly type: string
  /** What a job needs to know: ids and options, never a person's data. */
  readonly input: Input
  /**
   * Imports the module whose `run` does the work, when the first such job comes: an API process never loads it.
   * The return type is no narrower because the handler's own type is taken from the definition.
   */
  readonly load: () => Promise<object>
}

/** Describes a kind of job; its handler module exports `run: JobHandler<typeof thisDefinition>`. */
export function defineJob<Input extends z.ZodType>(definition: JobDefinition<Input>): JobDefinition<Input> {
  return definition
}

/** What a handler knows of its job. */
export interface JobFacts {
  readonly id: string
  readonly type: string
  /** Fencing number: counts each time that a worker took the job. */
  readonly attempt: number
  readonly resource: string | null
  readonly resourceId: string | null
  readonly createdBy: string | null
}

export interface JobRun<Input = unknown> {
  readonly job: JobFacts
  readonly input: Input
  readonly tenantId: TenantId
  readonly services: Services
  readonly log: Logger
  /** Fires when the job is cancelled, its lease is lost, or the process shuts down. Stop soon, leave what is committed. */
  readonly signal: AbortSignal
  /**
   * One transaction of the organization, fenced: it cannot commit when another worker has taken the job, or when
   * it was cancelled before the transaction began.
   * @throws {JobLost} when this worker may no longer write
   */
  withTenant<T>(work: (tx: TenantTx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /**
   * Tells how far the work is; cheap, written at most once a second. Within one step the figure never falls.
   * @param step what is being done now, in words for a person
   */
  progress(done: number, total: number, step?: string): void
}

/** Figures and ids; kept with the job and shown to its organization. */
export type JobResult = Readonly<Record<string, unknown>> | null

/**
 * Does the work of one job. May be run again after a crash, from what it committed: every effect must be idempotent.
 * An AppError ends the job as failed with its code; any other error is tried again.
 */
export type JobHandler<Definition extends JobDefinition> = (
  run: JobRun<z.output<Definition['input']>>,
) => Promise<JobResult>
