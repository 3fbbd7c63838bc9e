import { canonical } from './base32.ts'

/**
 * Printed codes: an organization's route key (five characters), one character that names the method, then what the
 * method carries. Everything is Crockford base32 in upper case, read without regard to case and hyphens.
 *
 * | method | carries | length |
 * |---|---|---|
 * | short  | 80 random bits, looked up in `tracking.link` | 22 |
 * | signed | key version, campaign, piece number, last day, HMAC of 128 bits; readable without a look-up | 75 |
 * | sealed | the same and the offer, encrypted: opaque, and the page knows the offer before any look-up | 84 and more |
 */
export type LinkMethod = 'short' | 'signed' | 'sealed'

const METHOD_OF: Readonly<Record<string, LinkMethod>> = { '0': 'short', '1': 'signed', '2': 'sealed' }
export const MARK: Readonly<Record<LinkMethod, string>> = { short: '0', signed: '1', sealed: '2' }

export const ROUTE_KEY_LENGTH = 5
const LONGEST = 400

/** A code taken apart, before anything of it is believed. */
export interface WrittenCode {
  readonly code: string
  readonly routeKey: string
  readonly method: LinkMethod
  readonly body: string
}

/** What a code that carries its own payload says. */
export interface CarriedPiece {
  readonly campaignId: string
  readonly pieceNumber: number
  /** Last day on which it is honoured, in days since 1970; 0 for ever. */
  readonly lastDay: number
  readonly offer: string | undefined
}

/** Takes a code apart, or undefined when it cannot be one. Costs no look-up, so that guessing is cheap to refuse. */
export function parseCode(text: string): WrittenCode | undefined {
  if (text.length > LONGEST) return undefined
  const code = canonical(text)
  if (!/^[0-9A-HJKMNP-TV-Z]{22,}$/.test(code)) return undefined
  const method = METHOD_OF[code.charAt(ROUTE_KEY_LENGTH)]
  if (!method) return undefined
  return { code, routeKey: code.slice(0, ROUTE_KEY_LENGTH), method, body: code.slice(ROUTE_KEY_LENGTH + 1) }
}

/** Days since 1970 of a moment; the unit of a code's expiry. */
export const dayOf = (moment: Date): number => Math.floor(moment.getTime() / 86_400_000)
