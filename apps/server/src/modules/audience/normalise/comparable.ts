/** Text by which people would call two values the same: no case, accents, punctuation or runs of blanks. */
export function comparable(text: string): string {
  // Most names and addresses, in a third of the time.
  if (/^[ -~]*$/.test(text))
    return text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, ' ')
      .trim()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Words of streets and their short forms (USPS Publication 28, appendix C, the common ones; German ones beside them). */
const SHORT_FORMS =
  'avenue ave av|boulevard blvd|circle cir|court ct|crescent cres|drive dr|expressway expy|heights hts|highway hwy|lane ln|parkway pkwy|place pl|plaza plz|road rd|route rte|square sq|street st str|terrace ter|trail trl|turnpike tpke|way wy|north n|south s|east e|west w|apartment apt|suite ste|floor fl|building bldg|room rm|post po|strasse str'

const shortForm = new Map(
  SHORT_FORMS.split('|').flatMap(line => {
    const [long = '', short = '', ...others] = line.split(' ')
    return [long, ...others].map(word => [word, short] as const)
  }),
)

/** A street line for comparing: "12 Mill Road" and "12 MILL RD." are the same. */
export function comparableStreet(text: string): string {
  return comparable(text)
    .split(' ')
    .map(word => shortForm.get(word) ?? word.replace(/strasse$/, 'str'))
    .join(' ')
}
