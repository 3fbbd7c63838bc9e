import { type Actor, json, type SqlFragment, sql, type TenantTx } from '@lettershop/tenant-router'
import { outboxInsert } from '../events/outbox-event.ts'
import type { JobFacts, JobResult } from './define-job.ts'
import { isFinished, type JobState } from './job.schema.ts'
import { JobLost } from './job-lost.ts'

/** The worker acts as the system in the name of whoever started the job. */
export function jobActor(job: { id: string; createdBy: string | null }): Actor {
  return { id: job.createdBy, role: 'system', requestId: `job-${job.id}` }
}

/** Deaths of workers after which the job itself is taken to be the cause (memory, most likely). */
const MOST_LOSSES = 20

interface StoredJob {
  state: JobState
  type: string
  input: unknown
  resource: string | null
  resource_id: string | null
  created_by: string | null
  attempt: number
  failures: number
  losses: number
  cancelled: boolean
}

/** What is to be done with a job that was taken from the queue. */
export type Opened =
  | { readonly kind: 'run'; readonly job: JobFacts; readonly input: unknown; readonly failures: number }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'given_up' }

/**
 * Begins an attempt. The row lock waits for a transaction that an earlier worker still has open, so that two
 * attempts never write side by side; the new number shuts the earlier one out from then on.
 */
export async function openAttempt(tx: TenantTx, id: string): Promise<Opened> {
  const row = await tx.maybeRow(sql<StoredJob>`
    select state, type, input, resource, resource_id, created_by, attempt, failures, losses,
           cancel_requested_at is not null as cancelled
    from platform.job where tenant_id = platform.tenant_id() and id = ${id} for update`)
  if (!row || isFinished(row.state)) return { kind: 'nothing' }
  if (row.cancelled) {
    await end(tx, id, row.attempt, 'cancelled')
    return { kind: 'nothing' }
  }
  const losses = row.state === 'running' ? row.losses + 1 : row.losses
  if (losses > MOST_LOSSES) {
    await failAttempt(
      tx,
      id,
      row.attempt,
      'internal_error',
      'Its worker died again and again; most likely the work needs more memory than there is.',
    )
    return { kind: 'given_up' }
  }
  await tx.execute(sql`
    update platform.job
    set state = 'running', attempt = ${row.attempt + 1}, losses = ${losses}, started_at = coalesce(started_at, now())
    where tenant_id = platform.tenant_id() and id = ${id}`)
  const { type, resource, resource_id: resourceId, created_by: createdBy } = row
  const job: JobFacts = { id, type, attempt: row.attempt + 1, resource, resourceId, createdBy }
  return { kind: 'run', job, input: row.input, failures: row.failures }
}

/**
 * The statement that fences a transaction: finds the row only while this attempt may write. Its lock lets progress
 * be written beside it and holds the next attempt off until the transaction ends.
 * @param readOnly a transaction that writes nothing may not lock either
 */
export function fence(job: JobFacts, readOnly: boolean): SqlFragment<{ cancelled: boolean }> {
  const look = sql<{ cancelled: boolean }>`
    select cancel_requested_at is not null as cancelled from platform.job
    where tenant_id = platform.tenant_id() and id = ${job.id} and attempt = ${job.attempt} and state = 'running'`
  return readOnly ? look : sql<{ cancelled: boolean }>`${look} for key share`.named('platform.job.fence')
}

/** @throws {JobLost} when the fence let nothing through */
export function checkFence(rows: readonly { cancelled: boolean }[]): void {
  const [row] = rows
  if (!row) throw new JobLost('taken')
  if (row.cancelled) throw new JobLost('cancelled')
}

/** @throws {JobLost} when another attempt has begun */
export async function completeAttempt(tx: TenantTx, job: JobFacts, result: JobResult): Promise<void> {
  await end(
    tx,
    job.id,
    job.attempt,
    'done',
    sql`, done = coalesce(total, done), result = ${result === null ? null : json(result)}`,
  )
}

/** @throws {JobLost} when another attempt has begun */
export async function cancelAttempt(tx: TenantTx, job: JobFacts): Promise<void> {
  await end(tx, job.id, job.attempt, 'cancelled')
}

/** @throws {JobLost} when another attempt has begun */
export async function failAttempt(
  tx: TenantTx,
  id: string,
  attempt: number,
  code: string,
  message: string,
): Promise<void> {
  await end(tx, id, attempt, 'failed', sql`, error_code = ${code}, error_message = ${message.slice(0, 2000)}`)
}

/**
 * Puts the job back among the waiting ones.
 * @param failures how often it has failed by now
 * @throws {JobLost} when another attempt has begun
 */
export async function requeueAttempt(tx: TenantTx, job: JobFacts, failures: number): Promise<void> {
  const count = await tx.execute(sql`
    update platform.job set state = 'queued', failures = ${failures}
    where tenant_id = platform.tenant_id() and id = ${job.id} and attempt = ${job.attempt} and state = 'running'`)
  if (count === 0) throw new JobLost('taken')
}

/** Ends the job and tells subscribers. */
async function end(
  tx: TenantTx,
  id: string,
  attempt: number,
  state: JobState,
  more: SqlFragment<unknown> = sql``,
): Promise<void> {
  const row = await tx.maybeRow(sql<{ type: string; resource: string | null; resource_id: string | null }>`
    update platform.job set state = ${state}, finished_at = now() ${more}
    where tenant_id = platform.tenant_id() and id = ${id} and attempt = ${attempt} and state in ('queued', 'running')
    returning type, resource, resource_id`)
  if (!row) throw new JobLost('taken')
  const data = { state, type: row.type, resource: row.resource, resource_id: row.resource_id }
  await tx.execute(outboxInsert({ type: 'job.finished', resource: 'platform.job', id, data }))
}
