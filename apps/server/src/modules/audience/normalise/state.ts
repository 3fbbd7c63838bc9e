/** States, districts, territories and military addresses that the USPS delivers to (Publication 28, appendix B). */
const STATES =
  'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|AS American Samoa|GU Guam|MP Northern Mariana Islands|PR Puerto Rico|VI Virgin Islands|FM Federated States of Micronesia|MH Marshall Islands|PW Palau|AA Armed Forces Americas|AE Armed Forces Europe|AP Armed Forces Pacific'

const pairs = STATES.split('|').map(line => [line.slice(0, 2), line.slice(3)] as const)
const codes = new Set(pairs.map(([code]) => code))
const byName = new Map(pairs.map(([code, name]) => [name.toLowerCase(), code]))

/** Code of a state of the USA, from its code or name in any case; undefined for what is none. */
export function usStateCode(text: string): string | undefined {
  const plain = text.replaceAll('.', '').trim()
  const code = plain.toUpperCase()
  return codes.has(code) ? code : byName.get(plain.toLowerCase().replaceAll(/\s+/g, ' '))
}
