import { z } from 'zod'

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

/** Long work as its organization sees it. */
export const Job = z
  .object({
    id: z.guid(),
    type: z.string(),
    state: z.enum(JOB_STATES),
    step: z.string().nullable().describe('what is being done now'),
    done: z.int(),
    total: z.int().nullable(),
    resource: z.string().nullable(),
    resource_id: z.guid().nullable(),
    result: z.unknown(),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    created_at: z.string(),
    started_at: z.string().nullable(),
    finished_at: z.string().nullable(),
  })
  .meta({ id: 'Job' })
export type Job = z.infer<typeof Job>
