import type { RepairRule } from '@lettershop/contracts'

/** A ZIP code as it is stored, which named rule changed it, and whether it is one. */
export interface PostalCode {
  readonly value: string
  readonly repaired?: RepairRule
  readonly malformed?: true
}

const FORMS: Readonly<Record<string, RegExp>> = {
  US: /^\d{5}(-\d{4})?$/,
  PR: /^\d{5}(-\d{4})?$/,
  CA: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i,
  GB: /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i,
  DE: /^\d{5}$/,
  FR: /^\d{5}$/,
  IT: /^\d{5}$/,
  ES: /^\d{5}$/,
  AT: /^\d{4}$/,
  CH: /^\d{4}$/,
  NL: /^\d{4} ?[A-Z]{2}$/i,
}

/** Countries whose codes have five digits, and may have lost zeros at the front in a spreadsheet. */
const FIVE_DIGITS = new Set(['US', 'PR', 'DE', 'FR', 'IT', 'ES'])

/**
 * Checks a postal code. It stays text; only what a spreadsheet did to it is undone, each by a named rule.
 * @param country ISO 3166-1 alpha-2
 */
export function normalisePostalCode(value: string, country: string): PostalCode {
  if (country === 'US' && /^\d{8,9}$/.test(value)) {
    const all = value.padStart(9, '0')
    const repaired = value.length === 8 ? 'zip_zeros_restored' : 'zip_plus4_hyphenated'
    return { value: `${all.slice(0, 5)}-${all.slice(5)}`, repaired }
  }
  if (FIVE_DIGITS.has(country) && /^\d{3,4}(-\d{4})?$/.test(value)) {
    const [code = '', plus] = value.split('-')
    return {
      value: [code.padStart(5, '0'), ...(plus ? [plus] : [])].join('-'),
      repaired: 'zip_zeros_restored',
    }
  }
  const form = FORMS[country]
  return form && !form.test(value) ? { value, malformed: true } : { value }
}

/** What codes are compared by: ZIP+4 and ZIP of the same place are one. */
export function postalCodeKey(value: string, country: string): string {
  const plain = value.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  return country === 'US' ? plain.slice(0, 5) : plain
}
