import { randomInt } from 'node:crypto'

/** Crockford base32: no I, L, O, U, so that nothing is misread and no word appears. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Draws a whole number from 0 up to, not including, `below`. */
export type Draw = (below: number) => number

/** Of every key, so that a printed code is taken apart without a look-up: 33 million organizations. */
export const ROUTE_KEY_LENGTH = 5

/** A route key: the prefix of an organization's printed codes. Random, so that it says nothing about the organization. */
export function randomRouteKey(draw: Draw = randomInt): string {
  return Array.from({ length: ROUTE_KEY_LENGTH }, () => ALPHABET[draw(ALPHABET.length)]).join('')
}
