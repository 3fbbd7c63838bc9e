import { createHash } from 'node:crypto'
import { ROLES } from '@lettershop/contracts/permissions'
import { z } from 'zod'

/** Prefixes of keys by the mode of their organization; searchable, so that a leaked key is found by scanners. */
export const KEY_PREFIX = { live: 'ls_live_', test: 'ls_test_' } as const

const KEY = /^ls_(?:live|test)_[A-Za-z]{64}$/
const BEARER = /^Bearer +(\S+)$/i

/** What a key carries beside its hash. */
export const KeyMetadata = z.object({ role: z.enum(ROLES), created_by: z.uuid() })
export type KeyMetadata = z.output<typeof KeyMetadata>

/** Metadata of a stored key, or undefined where it is not ours: such a key opens nothing. */
export function readKeyMetadata(text: string | null): KeyMetadata | undefined {
  try {
    return KeyMetadata.safeParse(JSON.parse(text ?? '')).data
  } catch {
    return undefined
  }
}

/** The key of an Authorization header, or undefined when it is none of ours. */
export function keyOfHeader(authorization: string): string | undefined {
  const key = BEARER.exec(authorization)?.[1]
  return key !== undefined && KEY.test(key) ? key : undefined
}

/** Hash as better-auth stores it: SHA-256 in base64url. Keys are 64 random letters, so no slow hash is needed. */
export function hashOfKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
