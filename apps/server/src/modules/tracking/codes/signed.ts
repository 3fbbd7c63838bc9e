import { createHmac, timingSafeEqual } from 'node:crypto'
import { decodeBase32, encodeBase32 } from './base32.ts'
import type { CarriedPiece, WrittenCode } from './code.ts'

/** Widths of the clear fields in characters: key version, campaign (16 bytes), piece number, last day. */
const FIELDS = { version: 2, campaign: 26, piece: 8, day: 7 } as const
const CLEAR = FIELDS.version + FIELDS.campaign + FIELDS.piece + FIELDS.day
const MAC_BYTES = 16
const MAC_CHARACTERS = 26

/** Keys by version: an old code is checked with the key that made it. */
export type Keys = ReadonlyMap<number, Buffer>

/**
 * Body of a signed code. Piece number and last day stand as decimal digits, so that a person can read them.
 * @param version of the key, 1 to 99
 */
export function signBody(
  routeKey: string,
  version: number,
  key: Buffer,
  tenant: string,
  piece: CarriedPiece,
): string {
  const clear =
    String(version).padStart(FIELDS.version, '0') +
    encodeBase32(uuidBytes(piece.campaignId)) +
    String(piece.pieceNumber).padStart(FIELDS.piece, '0') +
    String(piece.lastDay).padStart(FIELDS.day, '0')
  return clear + encodeBase32(mac(key, tenant, routeKey, clear))
}

/** What a signed code says, or undefined when it was not made with one of these keys for this organization. */
export function openSigned(written: WrittenCode, keys: Keys, tenant: string): CarriedPiece | undefined {
  const { body, routeKey } = written
  if (body.length !== CLEAR + MAC_CHARACTERS) return undefined
  const clear = body.slice(0, CLEAR)
  const given = decodeBase32(body.slice(CLEAR))
  const key = keys.get(Number(clear.slice(0, FIELDS.version)))
  if (!given || !key || !timingSafeEqual(given, mac(key, tenant, routeKey, clear))) return undefined
  const campaign = decodeBase32(clear.slice(FIELDS.version, FIELDS.version + FIELDS.campaign))
  const digits = clear.slice(FIELDS.version + FIELDS.campaign)
  if (!campaign || !/^\d+$/.test(digits)) return undefined
  return {
    campaignId: uuidText(campaign),
    pieceNumber: Number(digits.slice(0, FIELDS.piece)),
    lastDay: Number(digits.slice(FIELDS.piece)),
    offer: undefined,
  }
}

/** HMAC-SHA256 cut to 128 bits, with purpose and organization inside: a code of another kind or organization does not pass. */
function mac(key: Buffer, tenant: string, routeKey: string, clear: string): Buffer {
  return createHmac('sha256', key)
    .update(`lettershop code signed 1\n${tenant}\n${routeKey}\n${clear}`)
    .digest()
    .subarray(0, MAC_BYTES)
}

export function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
