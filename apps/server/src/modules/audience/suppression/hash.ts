import { createHmac } from 'node:crypto'
import type { SuppressionCreate } from '@lettershop/contracts'
import type { SecretKeys } from '#platform/secrets/organization-secrets.ts'
import type { Norms } from '../normalise/person.ts'

export type SuppressionKind = SuppressionCreate['kind']

/** One normalised value that can be suppressed. */
export interface SuppressionValue {
  readonly kind: SuppressionKind
  readonly value: string
}

/** A normalised value as it is stored: HMAC-SHA256 under the organization's key, so that a copy of the table tells nothing. */
export function suppressionHash(key: Buffer, kind: SuppressionKind, value: string): string {
  return createHmac('sha256', key).update(`${kind}|${value}`).digest('hex')
}

/** The values by which somebody can be suppressed. */
export function valuesOf({ email_norm, phone_norm, address_norm }: Norms): SuppressionValue[] {
  return [
    ...(email_norm ? [{ kind: 'email' as const, value: email_norm }] : []),
    ...(phone_norm ? [{ kind: 'phone' as const, value: phone_norm }] : []),
    ...(address_norm ? [{ kind: 'address' as const, value: address_norm }] : []),
  ]
}

/** Hashes under every version of the key: rows written before a rotation still count. */
export function hashesOf(keys: SecretKeys, values: readonly SuppressionValue[]): string[] {
  return [...keys.all.values()].flatMap(key =>
    values.map(({ kind, value }) => suppressionHash(key, kind, value)),
  )
}
