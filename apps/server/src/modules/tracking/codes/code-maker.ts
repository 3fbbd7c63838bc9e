import { randomBytes } from 'node:crypto'
import { encodeBase32 } from './base32.ts'
import { dayOf, type LinkMethod, MARK } from './code.ts'
import { sealBody } from './sealed.ts'
import { signBody } from './signed.ts'

export interface CodeMakerOptions {
  readonly method: LinkMethod
  readonly routeKey: string
  readonly tenantId: string
  readonly campaignId: string
  /** Newest key of the organization for the method: purpose `code_signing` or `code_sealing`; not needed for short codes. */
  readonly key?: { readonly version: number; readonly key: Buffer } | undefined
  /** Last moment at which the code is honoured. */
  readonly expiresAt?: Date | undefined
  readonly offer?: string | undefined
  /** Random bytes; injected by tests. */
  readonly random?: (bytes: number) => Buffer
}

const SHORT_BITS = 80

/** Makes the codes of a campaign, one a piece number. A short code says nothing by itself and ignores the number. */
export function codeMaker(options: CodeMakerOptions): (pieceNumber: number) => string {
  const { method, routeKey, tenantId, campaignId, key, expiresAt, offer, random = randomBytes } = options
  const start = routeKey + MARK[method]
  if (method === 'short') return () => start + encodeBase32(random(SHORT_BITS / 8))
  if (!key) throw new Error(`${method} codes need a key`)
  const lastDay = expiresAt ? dayOf(expiresAt) : 0
  return pieceNumber => {
    const piece = { campaignId, pieceNumber, lastDay, offer }
    const body =
      method === 'signed'
        ? signBody(routeKey, key.version, key.key, tenantId, piece)
        : sealBody(routeKey, key.version, key.key, tenantId, piece, random(12))
    return start + body
  }
}
