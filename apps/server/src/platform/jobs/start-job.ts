import { json, sql, type TenantTx } from '@lettershop/tenant-router'
import type { z } from 'zod'
import { outboxInsert } from '../events/outbox-event.ts'
import type { JobDefinition } from './define-job.ts'
import { type JobRow, jobColumns, toJob } from './job.queries.ts'
import type { Job } from './job.schema.ts'

/** Event that hands a job to the queue; the relay knows it. */
export const JOB_QUEUED = 'job.queued'

export interface StartJob<Definition extends JobDefinition> {
  readonly input: z.input<Definition['input']>
  /** What the work is for, as `campaigns.campaign`, so that lists can be narrowed to it. */
  readonly resource?: string
  readonly resourceId?: string
}

/**
 * Starts a job in the transaction of the business change: it runs if and only if that commits.
 * @returns the job, to be answered with 202
 * @throws {z.ZodError} when the input does not fit the definition: a mistake of the program
 */
export async function startJob<Definition extends JobDefinition>(
  tx: TenantTx,
  definition: Definition,
  { input, resource, resourceId }: StartJob<Definition>,
): Promise<Job> {
  const row = await tx.row(sql<JobRow>`
    insert into platform.job (type, input, resource, resource_id, created_by)
    values (${definition.type}, ${json(definition.input.parse(input))}, ${resource ?? null}, ${resourceId ?? null},
            platform.actor_id())
    returning ${jobColumns}`)
  await tx.execute(
    outboxInsert({ type: JOB_QUEUED, resource: 'platform.job', id: row.id, data: { type: row.type } }),
  )
  return toJob(row)
}
