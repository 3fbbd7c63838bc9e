import { getCountries } from 'libphonenumber-js/min'
import { comparable } from './comparable.ts'

/** Languages in which names of countries are known. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'fi', 'cs']

/** What people write beside the official names. */
const ALIASES: Readonly<Record<string, string>> = {
  usa: 'US',
  'united states of america': 'US',
  america: 'US',
  'u s': 'US',
  'u s a': 'US',
  us: 'US',
  uk: 'GB',
  gbr: 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  'northern ireland': 'GB',
  'great britain': 'GB',
  deu: 'DE',
  ger: 'DE',
  d: 'DE',
  brd: 'DE',
  aut: 'AT',
  a: 'AT',
  che: 'CH',
  fra: 'FR',
  f: 'FR',
  ita: 'IT',
  i: 'IT',
  esp: 'ES',
  nld: 'NL',
  holland: 'NL',
  bel: 'BE',
  can: 'CA',
  mex: 'MX',
  aus: 'AU',
  pol: 'PL',
  swe: 'SE',
  dnk: 'DK',
  nor: 'NO',
  fin: 'FI',
  irl: 'IE',
  prt: 'PT',
  lux: 'LU',
  cze: 'CZ',
  'czech republic': 'CZ',
  jpn: 'JP',
  chn: 'CN',
  ind: 'IN',
  bra: 'BR',
  nzl: 'NZ',
  turkey: 'TR',
  'south korea': 'KR',
  russia: 'RU',
}

let names: Map<string, string> | undefined

/** Built on first use: 12 languages x 245 countries take 20 ms that a server need not spend at its start. */
function countryNames(): Map<string, string> {
  if (names) return names
  names = new Map(Object.entries(ALIASES))
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
    for (const code of getCountries()) {
      const name = display.of(code)
      if (name) names.set(comparable(name), code)
    }
  }
  for (const code of getCountries()) names.set(code.toLowerCase(), code)
  return names
}

/** ISO 3166-1 alpha-2 code of a country, from its code or its name in many languages; undefined for what is none. */
export function countryCode(text: string): string | undefined {
  return countryNames().get(comparable(text))
}
