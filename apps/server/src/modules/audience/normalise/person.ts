import { hash } from 'node:crypto'
import type { RecipientColumn } from '@lettershop/contracts'
import { comparable, comparableStreet } from './comparable.ts'
import { normaliseEmail } from './email.ts'
import { normalisePhone } from './phone.ts'
import { postalCodeKey } from './postal-code.ts'

/** The columns of a recipient that say who and where. */
export type Person = { readonly [C in RecipientColumn]?: string | null | undefined }

/** What an e-mail, phone or postal address is compared by. */
export interface Norms {
  readonly email_norm: string | null
  readonly phone_norm: string | null
  /** Not a column: addresses are compared only where somebody asks. */
  readonly address_norm: string | null
}

/** What follows from the columns of a person. */
export interface Derived extends Norms {
  readonly duplicate_key: string | null
}

/** Computes what searches, comparisons and suppression go by. Used by the import and by the API alike. */
export function derive(person: Person): Derived {
  const country = person.country ?? 'US'
  const email = (person.email && normaliseEmail(person.email)) || null
  const address = addressNorm(person) ?? null
  return {
    email_norm: email,
    phone_norm: (person.phone && normalisePhone(person.phone, country)) || null,
    address_norm: address,
    duplicate_key: duplicateKey(person, email, address),
  }
}

/** One address as text for comparing; undefined without street and ZIP code. */
export function addressNorm({ address_line1, postal_code, country }: Person): string | undefined {
  if (!address_line1 || !postal_code) return undefined
  const home = country ?? 'US'
  return `${home}|${postalCodeKey(postal_code, home)}|${comparableStreet(address_line1)}`
}

/** Same name at the same address, or the same e-mail address where there is no postal one. */
function duplicateKey(person: Person, email: string | null, address: string | null): string | null {
  const name =
    comparable(`${person.first_name ?? ''} ${person.last_name ?? ''}`) || comparable(person.company ?? '')
  const text = address && name ? `address|${name}|${address}` : email && `email|${email}`
  return text ? hash('sha256', text) : null
}
