import { z } from 'zod'
import { defineJob } from '#platform/jobs/index.ts'
import { MOST_IDS, MOST_SEEDS } from './piece-ids.ts'

/** Makes the pieces of a campaign, then its print files. */
export const generateJob = defineJob({
  type: 'campaigns.generate',
  input: z.object({
    campaign_id: z.guid(),
    records_per_file: z.int().min(1),
    /** People of one transaction: large enough that round trips do not count, small enough that little is lost. */
    batch: z
      .int()
      .min(1)
      .max(MOST_IDS - MOST_SEEDS)
      .default(1_000),
  }),
  load: () => import('./generate.handler.ts'),
})
