import type { TenantTx } from '@lettershop/tenant-router'
import type { OrganizationSecrets } from '#platform/secrets/organization-secrets.ts'
import type { Norms } from '../normalise/person.ts'
import { hashesOf, valuesOf } from './hash.ts'
import { shareSuppressions, suppressedAmong, suppressedKinds } from './suppression.queries.ts'

/**
 * Why each of these people must not be mailed, or null. From here to the end of the transaction no suppression is
 * added, so that people written in it are marked right.
 */
export async function suppressionReasons(
  tx: TenantTx,
  secrets: OrganizationSecrets,
  people: readonly Norms[],
): Promise<(string | null)[]> {
  const [, present] = await tx.batch([shareSuppressions, suppressedKinds])
  const kinds = new Set(present.rows.map(row => row.kind))
  if (kinds.size === 0) return people.map(() => null)
  const keys = await secrets.get(tx, 'suppression')
  const hashes = people.map(person =>
    hashesOf(
      keys,
      valuesOf(person).filter(one => kinds.has(one.kind)),
    ),
  )
  const found = await tx.rows(suppressedAmong(hashes.flat()))
  const reasons = new Map(found.map(row => [row.value_hash, row.reason]))
  return hashes.map(own => own.map(hash => reasons.get(hash)).find(reason => reason !== undefined) ?? null)
}
