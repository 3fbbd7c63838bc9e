import { z } from 'zod'
import { defineJob } from './define-job.ts'

/** Jobs of the tests. Each step leaves an audit entry named by key and number, so that doubles and gaps can be counted. */
export const stepsJob = defineJob({
  type: 'test.steps',
  input: z.object({ key: z.string(), steps: z.int(), pauseMs: z.int().default(0) }),
  load: () => import('./test-steps.handler.ts'),
})

export const failingJob = defineJob({
  type: 'test.failing',
  input: z.object({ key: z.string(), how: z.enum(['app_error', 'always', 'once']) }),
  load: () => import('./test-failing.handler.ts'),
})

export const testJobs = [stepsJob, failingJob]
