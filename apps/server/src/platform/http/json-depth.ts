import { AppError } from '../errors/app-error.ts'

/** Designs nest groups and clip paths, and stay far below. Beyond a few thousand levels a schema's recursion overflows. */
const DEEPEST = 500

/** Walks level by level, because recursion is what a deep body breaks. @throws {AppError} bad_request */
export function refuseDeepJson(body: unknown): void {
  let level = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST)
      throw new AppError('bad_request', { message: `The body is nested deeper than ${DEEPEST} levels.` })
    const below: unknown[] = []
    for (const value of level)
      if (typeof value === 'object' && value !== null)
        for (const inner of Object.values(value))
          if (typeof inner === 'object' && inner !== null) below.push(inner)
    level = below
  }
}
