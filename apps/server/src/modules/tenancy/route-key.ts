import { randomInt } from 'node:crypto'

/** Crockford base32: no I, L, O, U, so that nothing is misread and no word appears. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Draws a whole number from 0 up to, not including, `below`. */
export type Draw = (below: number) => number

/** A route key: the prefix of an organization's printed codes. Random, so that it says nothing about the organization. */
export function randomRouteKey(length: number, draw: Draw = randomInt): string {
  return Array.from({ length }, () => ALPHABET[draw(ALPHABET.length)]).join('')
}

/** Every route key has this length, so that a printed code can be taken apart without a look-up (33 million keys). */
export const ROUTE_KEY_LENGTH = 5

/** Keys to try, in order; with a quarter of the space used up nine tries still succeed all but four times in a million. */
export function routeKeyCandidates(draw: Draw = randomInt): string[] {
  return Array.from({ length: 9 }, () => randomRouteKey(ROUTE_KEY_LENGTH, draw))
}
