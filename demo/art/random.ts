/** A source of numbers in [0, 1) that gives the same row for the same seed (mulberry32, public domain). */
export type Random = () => number

/**
 * Makes a seeded random source, so that pictures and lists come out the same on every machine.
 * @param seed any 32-bit integer
 */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A number between `low` and `high`. */
export const between = (random: Random, low: number, high: number): number => low + (high - low) * random()

/** One element of a list that is not empty. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[Math.floor(random() * list.length)]
  if (chosen === undefined) throw new RangeError('pick() needs a list with at least one element')
  return chosen
}

/** A bell-shaped number around 0, almost always within -1 and 1 (sum of three uniform ones). */
export const bell = (random: Random): number => (random() + random() + random()) * (2 / 3) - 1
