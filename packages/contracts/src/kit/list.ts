import { z } from 'zod'

/** Comparisons that a list can filter by: all of them keep their index under row security. */
export const COMPARISONS = ['eq', 'in', 'gt', 'gte', 'lt', 'lte', 'prefix'] as const
export type Comparison = (typeof COMPARISONS)[number]

export const MAX_LIMIT = 1000
export const DEFAULT_LIMIT = 50

/** A page of a list. `next` is the cursor of the next page, or null on the last. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({
    data: z.array(item),
    next: z.string().nullable(),
    total: z.int().optional().describe('with include=total'),
  })
}

export const limitSchema = z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT)
export const cursorSchema = z.string().min(1).max(2000).optional()
