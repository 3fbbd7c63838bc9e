import { z } from 'zod'

/** The one shape of every error answer. */
export const ErrorAnswer = z
  .object({
    error: z.object({
      code: z.string().describe('stable; see /docs/errors'),
      message: z.string().describe('what happened'),
      advice: z.string().describe('what to do'),
      param: z.string().optional(),
      fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
      request_id: z.string(),
      doc_url: z.string(),
    }),
  })
  .meta({ id: 'Error' })
export type ErrorAnswer = z.infer<typeof ErrorAnswer>
