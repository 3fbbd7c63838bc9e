import { AppError } from '../errors/app-error.ts'
import { recordChange } from '../events/record-change.ts'
import type { JobHandler } from './define-job.ts'
import type { failingJob } from './test-jobs.ts'
import { stepsDone } from './test-steps.handler.ts'

export const run: JobHandler<typeof failingJob> = async ({ input, withTenant }) => {
  if (input.how === 'app_error') throw new AppError('conflict', { message: 'in the way' })
  const runs = await withTenant(async tx => {
    await recordChange(tx, { action: 'run', resource: input.key })
    return (await stepsDone(tx, input.key)).length
  })
  if (input.how === 'always' || runs === 1) throw new Error('out of luck')
  return { runs }
}
