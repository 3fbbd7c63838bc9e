import type { TenantTx } from '@lettershop/tenant-router'
import type { OrganizationSecrets } from '#platform/secrets/organization-secrets.ts'
import type { Person } from '../normalise/person.ts'
import { hashesOf, valuesOf } from './hash.ts'
import { anySuppression, shareSuppressions, suppressedAmong } from './suppression.queries.ts'

type Checked = Person & { readonly email_norm: string | null; readonly phone_norm: string | null }

/**
 * Why each of these people must not be mailed, or null. From here to the end of the transaction no suppression is
 * added, so that people written in it are marked right.
 */
export async function suppressionReasons(
  tx: TenantTx,
  secrets: OrganizationSecrets,
  people: readonly Checked[],
): Promise<(string | null)[]> {
  const [, any] = await tx.batch([shareSuppressions, anySuppression])
  if (!any.rows[0]?.any) return people.map(() => null)
  const keys = await secrets.get(tx, 'suppression')
  const hashes = people.map(person => hashesOf(keys, valuesOf(person, person)))
  const found = await tx.rows(suppressedAmong(hashes.flat()))
  const reasons = new Map(found.map(row => [row.value_hash, row.reason]))
  return hashes.map(own => own.map(hash => reasons.get(hash)).find(reason => reason !== undefined) ?? null)
}
