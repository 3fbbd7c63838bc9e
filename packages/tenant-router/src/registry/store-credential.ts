import type pg from 'pg'
import { sealEnvelope } from '../crypto/envelope.ts'
import type { KeyProvider } from '../router.types.ts'
import { credentialPlace, type Login } from './credential.ts'
import type { StoredCredential } from './placement.ts'

/** Encrypts a login and stores it for a purpose of a data source, in place of an earlier one. Other processes hear of it. */
export async function storeCredential(
  control: pg.ClientBase,
  keys: KeyProvider,
  sourceId: string,
  purpose: StoredCredential['purpose'],
  login: Login,
): Promise<void> {
  const plain = JSON.stringify({ user: login.user, password: login.password })
  const envelope = await sealEnvelope(keys, credentialPlace(sourceId, purpose), plain)
  await control.query(
    `insert into tenancy.credential (data_source_id, purpose, format_version, key_id, wrapped_key, secret)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (data_source_id, purpose) do update set format_version = excluded.format_version,
       key_id = excluded.key_id, wrapped_key = excluded.wrapped_key, secret = excluded.secret`,
    [sourceId, purpose, envelope.format_version, envelope.key_id, envelope.wrapped_key, envelope.secret],
  )
}
