import { availableParallelism } from 'node:os'
import { PictureCache } from './picture-cache.ts'
import { RenderPool } from './pool.ts'

/** Looks, pictures and single pieces: somebody waits for them, so they take little time or none. */
export const previews = new RenderPool({
  size: Math.max(1, Math.min(2, availableParallelism() - 1)),
  deadlineMs: 30_000,
  memoryMb: 768,
})

/** Print files, which take as long as they need; apart from the previews, so that these stay quick. */
export const printing = new RenderPool({
  size: Math.max(1, Math.min(4, availableParallelism())),
  memoryMb: 768,
})

/** Pictures and single pieces of all organizations, by the hash of what they show. */
export const pictures = new PictureCache(64 * 1_048_576)

export { canonicalSha256 } from './canonical.ts'
export { type Picture, sendPicture } from './picture-cache.ts'
export type { Asks, Inspection, PrintSummary } from './protocol.ts'
