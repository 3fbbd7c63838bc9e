import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * The number in E.164 (`+14135550111`), as the country writes numbers without a prefix.
 * Lengths are checked, not whether the number is given out: ranges change faster than the library.
 * @param country ISO 3166-1 alpha-2
 * @returns undefined for text that is no phone number
 */
export function normalisePhone(text: string, country: string): string | undefined {
  if (!/\d{3}/.test(text)) return undefined
  const number = parsePhoneNumberFromString(text, isSupportedCountry(country) ? country : 'US')
  return number?.isPossible() ? number.number : undefined
}
