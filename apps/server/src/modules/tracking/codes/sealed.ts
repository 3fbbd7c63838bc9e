import { createCipheriv, createDecipheriv } from 'node:crypto'
import { decodeBase32, encodeBase32 } from './base32.ts'
import type { CarriedPiece, WrittenCode } from './code.ts'
import { type Keys, uuidBytes, uuidText } from './signed.ts'

const IV_BYTES = 12
const TAG_BYTES = 16
/** campaign (16), piece number (4), last day (3), then the offer code as UTF-8. */
const FIXED = 23
const LONGEST_OFFER = 60

/**
 * Body of a sealed code: key version, then AES-256-GCM with a random 96-bit IV. It carries campaign, piece and
 * offer, never a name or address: a printed code outlives an erasure.
 * @param iv 12 random bytes, never used twice with a key
 */
export function sealBody(
  routeKey: string,
  version: number,
  key: Buffer,
  tenant: string,
  piece: CarriedPiece,
  iv: Buffer,
): string {
  const plain = Buffer.alloc(FIXED)
  uuidBytes(piece.campaignId).copy(plain)
  plain.writeUInt32BE(piece.pieceNumber, 16)
  plain.writeUIntBE(piece.lastDay, 20, 3)
  const offer = Buffer.from(piece.offer ?? '', 'utf8')
  if (offer.length > LONGEST_OFFER)
    throw new RangeError('an offer code in a sealed link has at most 60 bytes')
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(associated(tenant, routeKey, version))
  const sealed = Buffer.concat([cipher.update(plain), cipher.update(offer), cipher.final()])
  return String(version).padStart(2, '0') + encodeBase32(Buffer.concat([iv, sealed, cipher.getAuthTag()]))
}

/** What a sealed code says, or undefined when it was not made with one of these keys for this organization. */
export function openSealed(written: WrittenCode, keys: Keys, tenant: string): CarriedPiece | undefined {
  const version = Number(written.body.slice(0, 2))
  const key = keys.get(version)
  const bytes = decodeBase32(written.body.slice(2))
  if (!key || !bytes || bytes.length < IV_BYTES + FIXED + TAG_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(associated(tenant, written.routeKey, version))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const plain = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES))
  try {
    // `update` hands out forged text before `final` has checked it: nothing is read until this has passed.
    decipher.final()
  } catch {
    return undefined
  }
  const offer = plain.subarray(FIXED).toString('utf8')
  return {
    campaignId: uuidText(plain.subarray(0, 16)),
    pieceNumber: plain.readUInt32BE(16),
    lastDay: plain.readUIntBE(20, 3),
    offer: offer === '' ? undefined : offer,
  }
}

const associated = (tenant: string, routeKey: string, version: number) =>
  Buffer.from(`lettershop code sealed 1\n${tenant}\n${routeKey}\n${version}`)
