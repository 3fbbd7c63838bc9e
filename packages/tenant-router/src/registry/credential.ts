import { asEnvelope, type EnvelopePlace, openEnvelope } from '../crypto/envelope.ts'
import { RouterError } from '../errors.ts'
import type { KeyProvider } from '../router.types.ts'
import type { StoredCredential } from './placement.ts'

/** A login. Held by the process that connects with it; see `Secret` for what is shown of it. */
export interface Login {
  readonly user: string
  readonly password: string
}

/** Where a credential lies, for its additional data. */
export function credentialPlace(sourceId: string, purpose: StoredCredential['purpose']): EnvelopePlace {
  return { table: 'tenancy.credential', owner: sourceId, row: purpose, column: 'secret' }
}

/** Opens a stored credential. @throws {RouterError} `credential_unreadable`, never with any of its content */
export async function openCredential(
  keys: KeyProvider | undefined,
  stored: StoredCredential,
): Promise<Login> {
  if (!keys)
    throw new RouterError('credential_unreadable', 'credentials are encrypted, and no keys were given')
  if (stored.format_version === 0)
    throw new RouterError(
      'credential_unreadable',
      'the credential is not encrypted yet: run the first encryption of plain records',
    )
  const place = credentialPlace(stored.data_source_id, stored.purpose)
  return parseLogin(await openEnvelope(keys, place, asEnvelope(stored)))
}

/** Reads a login from its JSON. @throws {RouterError} `credential_unreadable` */
export function parseLogin(text: string): Login {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'user' in value && 'password' in value) {
      const { user, password } = value
      if (typeof user === 'string' && typeof password === 'string') return { user, password }
    }
  } catch {
    // the message of JSON.parse would repeat the text
  }
  throw new RouterError('credential_unreadable', 'the credential is not {"user", "password"}')
}
