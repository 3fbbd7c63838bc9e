import { randomBytes } from 'node:crypto'
import { RouterError } from '../errors.ts'
import type { KeyProvider } from '../router.types.ts'
import { contextOf, open, seal } from './aes.ts'

/** An encrypted value with the wrapped key that opens it. */
export interface Envelope {
  readonly format_version: 1
  readonly key_id: string
  readonly wrapped_key: string
  readonly secret: string
}

/** The place of a value: ciphertext moved to another row, column or owner does not open. */
export interface EnvelopePlace {
  readonly table: string
  readonly owner: string
  readonly row: string
  readonly column: string
}

/** Encrypts under a random key of its own, which the provider's current key wraps. */
export async function sealEnvelope(
  keys: KeyProvider,
  place: EnvelopePlace,
  plain: string,
): Promise<Envelope> {
  const dataKey = randomBytes(32)
  const keyId = keys.currentKeyId
  const { wrapped } = await keys.wrap(dataKey, contextFor(place, 'key', keyId))
  const secret = seal(dataKey, Buffer.from(plain, 'utf8'), contextFor(place, 'value', ''))
  dataKey.fill(0)
  return { format_version: 1, key_id: keyId, wrapped_key: wrapped, secret }
}

/** Decrypts with exactly the key that the envelope names. @throws {RouterError} `credential_unreadable` */
export async function openEnvelope(
  keys: KeyProvider,
  place: EnvelopePlace,
  envelope: Envelope,
): Promise<string> {
  const dataKey = await keys.unwrap(
    envelope.key_id,
    envelope.wrapped_key,
    contextFor(place, 'key', envelope.key_id),
  )
  try {
    return open(dataKey, envelope.secret, contextFor(place, 'value', '')).toString('utf8')
  } finally {
    dataKey.fill(0)
  }
}

/**
 * Wraps the data key with the current key; the secret itself stays as it is. What rotation does to each row.
 * @throws {RouterError} `credential_unreadable` when the old key is gone
 */
export async function rewrapEnvelope(
  keys: KeyProvider,
  place: EnvelopePlace,
  envelope: Envelope,
): Promise<Envelope> {
  const keyId = keys.currentKeyId
  const dataKey = await keys.unwrap(
    envelope.key_id,
    envelope.wrapped_key,
    contextFor(place, 'key', envelope.key_id),
  )
  const { wrapped } = await keys.wrap(dataKey, contextFor(place, 'key', keyId))
  dataKey.fill(0)
  return { ...envelope, key_id: keyId, wrapped_key: wrapped }
}

/** The secret is bound to its place only, so that a new wrapping key needs no new ciphertext. */
function contextFor(place: EnvelopePlace, part: 'key' | 'value', keyId: string): Buffer {
  return contextOf('v1', place.table, place.owner, place.row, place.column, part, keyId)
}

/** Reads a stored row as an envelope. @throws {RouterError} `credential_unreadable` for another format */
export function asEnvelope(row: {
  format_version: number
  key_id: string | null
  wrapped_key: string | null
  secret: string
}): Envelope {
  if (row.format_version !== 1 || row.key_id === null || row.wrapped_key === null)
    throw new RouterError(
      'credential_unreadable',
      'the credential has a format that this program does not know',
    )
  return { format_version: 1, key_id: row.key_id, wrapped_key: row.wrapped_key, secret: row.secret }
}
