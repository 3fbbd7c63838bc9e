import { createHmac } from 'node:crypto'
import type { SuppressionCreate } from '@lettershop/contracts'
import type { SecretKeys } from '#platform/secrets/organization-secrets.ts'
import { addressKey, derive, type Person } from '../normalise/person.ts'

export type SuppressionKind = SuppressionCreate['kind']

/** A normalised value as it is stored: HMAC-SHA256 under the organization's key, so that a copy of the table tells nothing. */
export function suppressionHash(key: Buffer, kind: SuppressionKind, value: string): string {
  return createHmac('sha256', key).update(`${kind}|${value}`).digest('hex')
}

/** Normalised values by which a person can be suppressed. */
export function suppressionValues(person: Person): { kind: SuppressionKind; value: string }[] {
  const { email_norm, phone_norm } = derive(person)
  return valuesOf({ email_norm, phone_norm }, person)
}

/** The same where the norms are known already. */
export function valuesOf(
  norms: { readonly email_norm: string | null; readonly phone_norm: string | null },
  person: Person,
): { kind: SuppressionKind; value: string }[] {
  const address = addressKey(person)
  return [
    ...(norms.email_norm ? [{ kind: 'email' as const, value: norms.email_norm }] : []),
    ...(norms.phone_norm ? [{ kind: 'phone' as const, value: norms.phone_norm }] : []),
    ...(address ? [{ kind: 'address' as const, value: address }] : []),
  ]
}

/** Hashes under every version of the key: rows written before a rotation still count. */
export function hashesOf(
  keys: SecretKeys,
  values: readonly { kind: SuppressionKind; value: string }[],
): string[] {
  return [...keys.all.values()].flatMap(key =>
    values.map(({ kind, value }) => suppressionHash(key, kind, value)),
  )
}
