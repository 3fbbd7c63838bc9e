import { randomBytes } from 'node:crypto'
import { type KeyProvider, type SqlFragment, sql, type TenantTx } from '@lettershop/tenant-router'
import { openEnvelope, sealEnvelope } from '@lettershop/tenant-router/crypto/envelope'
import type { OrganizationSecrets, SecretKeys, SecretPurpose } from './organization-secrets.ts'

/** Sets of keys kept opened; beyond it the one unused for longest goes. */
const MOST_REMEMBERED = 10_000
/** A rotation in another process is seen after this long. */
const BELIEVED_MS = 60_000

interface SecretRow {
  id: string
  version: number
  key_id: string
  wrapped_key: string
  ciphertext: string
}

interface Remembered {
  readonly keys: SecretKeys
  readonly until: number
}

/**
 * Keys in `platform.secret`, each under envelope encryption and bound to its row.
 * @param keys wraps the data keys; the same ring as for credentials
 */
export function createOrganizationSecrets(keys: KeyProvider): OrganizationSecrets {
  const remembered = new Map<string, Remembered>()
  return {
    async get(tx, purpose) {
      const name = `${tx.tenantId} ${purpose}`
      const known = remembered.get(name)
      remembered.delete(name)
      if (known && known.until > Date.now()) {
        remembered.set(name, known)
        return known.keys
      }
      const { rows, mine } = await readOrMake(keys, tx, purpose)
      const opened = await openAll(keys, tx, rows)
      // A key made in this transaction may still be rolled back: it is remembered once another one has read it.
      if (!mine) remembered.set(name, { keys: opened, until: Date.now() + BELIEVED_MS })
      if (remembered.size > MOST_REMEMBERED)
        for (const oldest of remembered.keys()) if (remembered.delete(oldest)) break
      return opened
    },
  }
}

async function readOrMake(
  keys: KeyProvider,
  tx: TenantTx,
  purpose: SecretPurpose,
): Promise<{ rows: SecretRow[]; mine: boolean }> {
  const found = await tx.rows(selectSecrets(purpose))
  if (found.length > 0) return { rows: found, mine: false }
  const mine = await makeFirst(keys, tx, purpose)
  return { rows: await tx.rows(selectSecrets(purpose)), mine }
}

/** Of two transactions that make the first key at once, the second waits for the first and then finds its key. */
async function makeFirst(keys: KeyProvider, tx: TenantTx, purpose: SecretPurpose): Promise<boolean> {
  const { id } = await tx.row(sql<{ id: string }>`select platform.uuid_v7() as id`)
  const { key_id, wrapped_key, secret } = await sealEnvelope(
    keys,
    placeOf(tx, id),
    randomBytes(32).toString('base64'),
  )
  const made = await tx.execute(sql`
    insert into platform.secret (id, purpose, version, key_id, wrapped_key, ciphertext)
    values (${id}, ${purpose}, 1, ${key_id}, ${wrapped_key}, ${secret})
    on conflict (tenant_id, purpose, version) do nothing`)
  return made > 0
}

function selectSecrets(purpose: SecretPurpose): SqlFragment<SecretRow> {
  return sql<SecretRow>`
    select id, version, key_id, wrapped_key, ciphertext from platform.secret
    where tenant_id = platform.tenant_id() and purpose = ${purpose}
    order by version desc`.named('platform.secret.by_purpose')
}

async function openAll(keys: KeyProvider, tx: TenantTx, rows: readonly SecretRow[]): Promise<SecretKeys> {
  const all = new Map<number, Buffer>()
  for (const { id, version, key_id, wrapped_key, ciphertext: secret } of rows) {
    const text = await openEnvelope(keys, placeOf(tx, id), { format_version: 1, key_id, wrapped_key, secret })
    all.set(version, Buffer.from(text, 'base64'))
  }
  const [newest] = all
  if (!newest) throw new Error('platform.secret: a key that was just made cannot be read')
  const [version, key] = newest
  return { current: { version, key }, all }
}

function placeOf(tx: TenantTx, row: string) {
  return { table: 'platform.secret', owner: tx.tenantId, row, column: 'ciphertext' }
}
