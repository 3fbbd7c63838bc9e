import type pg from 'pg'
import { credentialPlace } from '../registry/credential.ts'
import type { StoredCredential } from '../registry/placement.ts'
import type { KeyProvider } from '../router.types.ts'
import { asEnvelope, type Envelope, rewrapEnvelope, sealEnvelope } from './envelope.ts'

export interface RotationReport {
  /** Rows whose key was wrapped anew, or that were encrypted for the first time. */
  readonly changed: number
  /** Rows that another process changed meanwhile; the next run looks at them again. */
  readonly skipped: number
}

/**
 * Wraps the data key of every credential with the provider's current key. Online (readers hold the old or the new
 * row, both open), resumable and idempotent: each row is a transaction of its own and says which key it names.
 * @param control connection as `ops` or the owner
 * @throws {RouterError} `credential_unreadable` when a row names a key that the provider does not have
 */
export function rotateCredentials(control: pg.ClientBase, keys: KeyProvider): Promise<RotationReport> {
  const old = 'format_version = 1 and key_id is distinct from $1'
  return eachRow(control, old, [keys.currentKeyId], row =>
    rewrapEnvelope(keys, placeOf(row), asEnvelope(row)),
  )
}

/**
 * The first encryption of credentials that were registered in plain JSON (format 0), such as those of an older
 * system. Repeatable; rows that are encrypted already are left alone.
 */
export function encryptPlainCredentials(control: pg.ClientBase, keys: KeyProvider): Promise<RotationReport> {
  return eachRow(control, 'format_version = 0', [], row => sealEnvelope(keys, placeOf(row), row.secret))
}

/** How many credentials name each key; `null` for plain ones. A key may be retired when its count is 0 and the last backup that names it is gone. */
export async function credentialsPerKey(
  control: pg.ClientBase,
): Promise<{ key_id: string | null; count: number }[]> {
  const { rows } = await control.query<{ key_id: string | null; count: number }>(
    `select case when format_version = 0 then null else key_id end as key_id, count(*)::int as count
     from tenancy.credential group by 1 order by 1 nulls first`,
  )
  return rows
}

const placeOf = (row: StoredCredential) => credentialPlace(row.data_source_id, row.purpose)

async function eachRow(
  control: pg.ClientBase,
  condition: string,
  values: readonly string[],
  change: (row: StoredCredential) => Promise<Envelope>,
): Promise<RotationReport> {
  const { rows } = await control.query<StoredCredential>(
    `select data_source_id, purpose, format_version, key_id, wrapped_key, secret from tenancy.credential
     where ${condition} order by data_source_id, purpose`,
    [...values],
  )
  let changed = 0
  for (const row of rows) {
    const envelope = await change(row)
    // Only if the row is still the one that was read: a new password must not be overwritten by an old one.
    const { rowCount } = await control.query(
      `update tenancy.credential set format_version = $3, key_id = $4, wrapped_key = $5, secret = $6
       where data_source_id = $1 and purpose = $2 and secret = $7 and wrapped_key is not distinct from $8`,
      [
        row.data_source_id,
        row.purpose,
        envelope.format_version,
        envelope.key_id,
        envelope.wrapped_key,
        envelope.secret,
        row.secret,
        row.wrapped_key,
      ],
    )
    changed += rowCount ?? 0
  }
  return { changed, skipped: rows.length - changed }
}
