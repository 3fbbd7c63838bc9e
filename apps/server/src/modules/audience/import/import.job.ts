import { z } from 'zod'
import { defineJob } from '#platform/jobs/index.ts'

/** Reads the uploaded file of a list and makes recipients of its rows. */
export const importJob = defineJob({
  type: 'audience.import',
  input: z.object({ list_id: z.guid(), keep_duplicates: z.boolean() }),
  load: () => import('./import.handler.ts'),
})
