import type { VariableMapping, VariableSource } from '@lettershop/contracts'
import { FULL_NAME, PERSON_COLUMNS } from './person.ts'

/** Variables that Lettershop makes itself, for every piece. */
export const SUPPLIED = ['tracking_url', 'tracking_code'] as const
export const isSupplied = (name: string): boolean => SUPPLIED.some(one => one === name)

/** Other words for a column, without case, blanks and signs. */
const ALIASES: Readonly<Record<string, string>> = {
  fname: 'first_name',
  firstname: 'first_name',
  givenname: 'first_name',
  vorname: 'first_name',
  lname: 'last_name',
  lastname: 'last_name',
  surname: 'last_name',
  familyname: 'last_name',
  nachname: 'last_name',
  name: FULL_NAME,
  fullname: FULL_NAME,
  recipientname: FULL_NAME,
  recipient: FULL_NAME,
  organization: 'company',
  organisation: 'company',
  firm: 'company',
  business: 'company',
  mail: 'email',
  emailaddress: 'email',
  telephone: 'phone',
  phonenumber: 'phone',
  mobile: 'phone',
  address: 'address_line1',
  address1: 'address_line1',
  addressline: 'address_line1',
  street: 'address_line1',
  streetaddress: 'address_line1',
  address2: 'address_line2',
  apt: 'address_line2',
  suite: 'address_line2',
  unit: 'address_line2',
  town: 'city',
  province: 'state',
  region: 'state',
  zip: 'postal_code',
  zipcode: 'postal_code',
  postcode: 'postal_code',
  plz: 'postal_code',
}

const bare = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/**
 * Guesses where the variables of a design get their values: a column of the same name, a field of the list of the same
 * name, then other words for a column. What cannot be guessed is left out, so that a person decides.
 * @param fields names of the list's own columns
 */
export function guessMapping(variables: readonly string[], fields: readonly string[]): VariableMapping {
  const columns = new Map<string, VariableSource>()
  for (const [alias, column] of Object.entries(ALIASES)) columns.set(alias, column)
  for (const field of [...fields].reverse()) columns.set(bare(field), `fields.${field}`)
  for (const column of PERSON_COLUMNS) columns.set(bare(column), column)
  const guessed = variables.flatMap(name => {
    const source = columns.get(bare(name))
    return source === undefined || isSupplied(name) ? [] : [[name, source] as const]
  })
  return Object.fromEntries(guessed)
}
