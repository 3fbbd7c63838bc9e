import type { TenantTx } from '@lettershop/tenant-router'
import { type SqlFragment, sql } from '@lettershop/tenant-router'
import type { OrganizationSecrets } from '#platform/secrets/organization-secrets.ts'
import { addressNorm, type Norms } from '../normalise/person.ts'
import { hashesOf, type SuppressionKind, valuesOf } from './hash.ts'
import { type Candidate, candidates, markRecipients, suppressedAmong } from './suppression.queries.ts'

const AT_ONCE = 5000
const FIRST = '00000000-0000-0000-0000-000000000000'

/**
 * Marks the recipients that a new suppression is about.
 * @param value the normalised value; for an address `country|postal code|street`
 * @returns how many were marked
 */
export async function markMatching(
  tx: TenantTx,
  kind: SuppressionKind,
  value: string,
  reason: string,
): Promise<number> {
  let marked = 0
  for await (const page of pages(tx, sql`suppressed_at is null and ${couldMatch(kind, value)}`)) {
    const ids = page.filter(one => has(one, kind, value)).map(one => one.id)
    marked += ids.length
    if (ids.length > 0) await tx.execute(markRecipients(ids, reason))
  }
  return marked
}

/** Takes the mark off everybody who is suppressed by this hash and by no other. */
export async function unmarkMatching(
  tx: TenantTx,
  secrets: OrganizationSecrets,
  hash: string,
): Promise<void> {
  const keys = await secrets.get(tx, 'suppression')
  for await (const page of pages(tx, sql`suppressed_at is not null`)) {
    const hit = page.flatMap(one => {
      const hashes = hashesOf(keys, valuesOf(normsOf(one)))
      return hashes.includes(hash) ? [{ id: one.id, others: hashes.filter(other => other !== hash) }] : []
    })
    if (hit.length === 0) continue
    const found = await tx.rows(suppressedAmong(hit.flatMap(one => one.others)))
    const reasons = new Map(found.map(row => [row.value_hash, row.reason]))
    const still = Map.groupBy(
      hit,
      ({ others }) => others.map(other => reasons.get(other)).find(Boolean) ?? null,
    )
    for (const [reason, ones] of still)
      await tx.execute(
        markRecipients(
          ones.map(one => one.id),
          reason,
        ),
      )
  }
}

/** What the database can narrow down to; what it cannot compare (streets) is compared in {@link has}. */
function couldMatch(kind: SuppressionKind, value: string): SqlFragment<unknown> {
  if (kind === 'email') return sql`email_norm = ${value}`
  if (kind === 'phone') return sql`phone_norm = ${value}`
  const [country = '', code = ''] = value.split('|')
  return country === 'US' ? sql`country = 'US' and postal_code ^@ ${code}` : sql`country = ${country}`
}

function has(one: Candidate, kind: SuppressionKind, value: string): boolean {
  return valuesOf(normsOf(one)).some(own => own.kind === kind && own.value === value)
}

function normsOf(one: Candidate): Norms {
  return { ...one, address_norm: addressNorm(one) ?? null }
}

async function* pages(tx: TenantTx, condition: SqlFragment<unknown>): AsyncGenerator<Candidate[]> {
  for (let after = FIRST; ; ) {
    const page = await tx.rows(candidates(condition, after, AT_ONCE))
    const last = page.at(-1)
    if (!last) return
    yield page
    after = last.id
  }
}
