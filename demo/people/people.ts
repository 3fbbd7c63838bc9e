import { pick, type Random, seeded } from '../art/random.ts'
import { extremes, type NameGroup, nameGroups } from './names.ts'
import { companies, streets, type Town, towns } from './places.ts'

const COUNT = 1000
/** The columns as a shop's own system would name them; the importer has to guess what they are. */
export const header = [
  'Customer No',
  'First Name',
  'Last Name',
  'Company',
  'E-Mail',
  'Phone',
  'Street',
  'Apt / Suite',
  'City',
  'State',
  'Zip',
  'Member',
  'Tier',
  'Offer Code',
  'Nearest Shop',
  'Visit Date',
  'Last Visit',
]
const visits = [
  'Saturday, April 17',
  'Sunday, April 18',
  'Wednesday, April 21',
  'Saturday, April 24',
  'Sunday, April 25',
]

/** Draws one of a list by the share that each has. */
function weighted<T extends { readonly share: number }>(random: Random, list: readonly T[]): T {
  let at = random() * list.reduce((sum, { share }) => sum + share, 0)
  for (const one of list) {
    at -= one.share
    if (at < 0) return one
  }
  return pick(random, list)
}

/** A code without letters that are misread for digits (no I, L, O, U), never drawn twice. */
function offerCode(random: Random, given: Set<string>): string {
  for (;;) {
    const code = `WREN-${Array.from({ length: 4 }, () => pick(random, [...'23456789ABCDEFGHJKMNPQRSTVWXYZ'])).join('')}`
    if (given.has(code)) continue
    given.add(code)
    return code
  }
}

const plainLetters: Readonly<Record<string, string>> = {
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ß: 'ss',
  Þ: 'Th',
  ı: 'i',
}

/** The part before the @: plain letters of the name where it has any, and the running number to keep it unique. */
function mailName(first: string, last: string, i: number): string {
  const plain = `${first}.${last}`
    .replace(/[øØłŁđĐßÞı]/g, letter => plainLetters[letter] ?? '')
    .normalize('NFD')
    .replace(/[^a-zA-Z.]/g, '')
    .replace(/^\.+|\.+$/g, '')
    .toLowerCase()
  return `${plain || 'gardener'}${i}`
}

function unit(random: Random): string {
  const draw = random()
  if (draw < 0.12) return `Apt ${1 + Math.floor(random() * 28)}${pick(random, ['', 'A', 'B', 'C'])}`
  if (draw < 0.16) return `Unit ${1 + Math.floor(random() * 12)}`
  if (draw < 0.18) return '2nd Floor, rear entrance'
  return ''
}

function person(
  random: Random,
  i: number,
  name: { first: string; last: string },
  codes: Set<string>,
): string[] {
  const town: Town = weighted(random, towns)
  const member = random() < 0.42
  const tier = member
    ? pick(random, ['a Perennial', 'a Perennial', 'an Evergreen', 'a Heritage Rose'])
    : 'a Seedling'
  const lastVisit = new Date(Date.UTC(2026, 2 + Math.floor(random() * 7), 1 + Math.floor(random() * 28)))
  return [
    `TW-${String(10_482 + i * 7).padStart(6, '0')}`,
    name.first,
    name.last,
    random() < 0.09 ? pick(random, companies) : '',
    `${mailName(name.first, name.last, i)}@example.${pick(random, ['com', 'org', 'net'])}`,
    `(${town.area}) 555-01${String(Math.floor(random() * 100)).padStart(2, '0')}`,
    `${1 + Math.floor(random() ** 2 * 900)} ${pick(random, streets)}`,
    unit(random),
    town.city,
    town.state,
    pick(random, town.zips),
    member ? 'yes' : 'no',
    tier,
    offerCode(random, codes),
    town.shop,
    pick(random, visits),
    lastVisit.toISOString().slice(0, 10),
  ]
}

/**
 * All people of the list: the extremes spread over the list, everyone else drawn; no name and address twice.
 * @returns 1,000 rows in the order of `header`; the same for the same seed
 */
export function people(seed: number): string[][] {
  const random = seeded(seed)
  const codes = new Set<string>()
  const places = new Map(extremes.map((name, i) => [41 + i * 103, name]))
  return Array.from({ length: COUNT }, (_, i) => {
    const group: NameGroup = weighted(random, nameGroups)
    const name = places.get(i) ?? { first: pick(random, group.first), last: pick(random, group.last) }
    return person(random, i, name, codes)
  })
}
