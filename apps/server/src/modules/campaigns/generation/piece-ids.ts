import { randomBytes } from 'node:crypto'

/** Ids of one batch are told apart by 12 bits after the time. */
export const MOST_IDS = 4096
/** Seed addresses that a campaign gets; they come with the last batch. */
export const MOST_SEEDS = 1000

/**
 * UUIDs of version 7 in ascending order (RFC 9562, method 1: a counter in rand_a), so that pieces lie in the table and
 * in lists as they lie in the print file.
 * @param count at most {@link MOST_IDS}
 */
export function pieceIds(count: number, now: Date): string[] {
  if (count > MOST_IDS) throw new RangeError(`at most ${MOST_IDS} ids at once`)
  const time = now.getTime().toString(16).padStart(12, '0')
  const random = randomBytes(8 * count)
  return Array.from({ length: count }, (_, i) => {
    const tail = random.subarray(i * 8, i * 8 + 8)
    tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80
    const hex = tail.toString('hex')
    const counter = i.toString(16).padStart(3, '0')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${hex.slice(0, 4)}-${hex.slice(4)}`
  })
}
