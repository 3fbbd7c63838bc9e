import { createHash } from 'node:crypto'
import type { RecipientColumn } from '@lettershop/contracts'
import { comparable, comparableStreet } from './comparable.ts'
import { normaliseEmail } from './email.ts'
import { normalisePhone } from './phone.ts'
import { postalCodeKey } from './postal-code.ts'

/** The columns of a recipient that say who and where. */
export type Person = { readonly [C in RecipientColumn]?: string | null | undefined }

/** Columns that follow from the others. */
export interface Derived {
  readonly email_norm: string | null
  readonly phone_norm: string | null
  readonly duplicate_key: string | null
}

/** Computes what searches, comparisons and suppression go by. Used by the import and by the API alike. */
export function derive(person: Person): Derived {
  const country = person.country ?? 'US'
  const email = (person.email && normaliseEmail(person.email)) || null
  return {
    email_norm: email,
    phone_norm: (person.phone && normalisePhone(person.phone, country)) || null,
    duplicate_key: duplicateKey(person, email),
  }
}

/** One address as text for comparing; undefined without street and ZIP code. */
export function addressKey({ address_line1, postal_code, country }: Person): string | undefined {
  if (!address_line1 || !postal_code) return undefined
  const home = country ?? 'US'
  return `${home}|${postalCodeKey(postal_code, home)}|${comparableStreet(address_line1)}`
}

/** Same name at the same address, or the same e-mail address where there is no postal one. */
function duplicateKey(person: Person, email: string | null): string | null {
  const name =
    comparable(`${person.first_name ?? ''} ${person.last_name ?? ''}`) || comparable(person.company ?? '')
  const address = addressKey(person)
  const text = address && name ? `address|${name}|${address}` : email && `email|${email}`
  return text ? createHash('sha256').update(text).digest('hex') : null
}
