import { z } from 'zod'
import { defineJob } from '#platform/jobs/index.ts'

/** Makes the pieces of a campaign, then its print files. */
export const generateJob = defineJob({
  type: 'campaigns.generate',
  input: z.object({ campaign_id: z.guid(), records_per_file: z.int().min(1) }),
  load: () => import('./generate.handler.ts'),
})
