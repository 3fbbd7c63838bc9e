import { z } from 'zod'

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

/** A job as its organization sees it. */
export const Job = z
  .object({
    id: z.uuid(),
    type: z.string(),
    state: z.enum(JOB_STATES),
    step: z.string().nullable().describe('What is being done now.'),
    done: z.int().describe('How much of the step is done.'),
    total: z.int().nullable().describe('How much the step has in all; null before that is known.'),
    resource: z.string().nullable().describe('Kind of the thing that the work is for.'),
    resource_id: z.uuid().nullable(),
    result: z.record(z.string(), z.unknown()).nullable().describe('Figures and ids of a job that is done.'),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Job' })

export type Job = z.infer<typeof Job>
export type JobState = Job['state']

/** True for a job that will not run any more. */
export function isFinished(state: JobState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}
