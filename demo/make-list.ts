/**
 * Writes the recipient list of the sample campaign: 1,000 invented people, the same on every run.
 *
 *     node demo/make-list.ts
 *
 * Names are drawn by origin, towns and ZIP codes are real and belong together, house numbers are drawn; telephone
 * numbers are from the 555-01xx range and mail addresses end in example.com, .org or .net (RFC 2606), so that nobody
 * can be called or written to by mistake.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { pick, type Random, seeded } from './art/random.ts'
import { csv } from './people/csv.ts'
import { extremes, type NameGroup, nameGroups } from './people/names.ts'
import { companies, streets, type Town, towns } from './people/places.ts'

const COUNT = 1000
const header = [
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

/** All people: the extremes spread over the list, everyone else drawn; no name and address twice. */
function people(seed: number): string[][] {
  const random = seeded(seed)
  const codes = new Set<string>()
  const places = new Map(extremes.map((name, i) => [41 + i * 103, name]))
  return Array.from({ length: COUNT }, (_, i) => {
    const group: NameGroup = weighted(random, nameGroups)
    const name = places.get(i) ?? { first: pick(random, group.first), last: pick(random, group.last) }
    return person(random, i, name, codes)
  })
}

const rows = people(20270417)
const folder = new URL('lists/', import.meta.url)
await mkdir(folder, { recursive: true })
await writeFile(new URL('spring-opening-1000.csv', folder), csv([header, ...rows]))

// The same columns under the names that the design uses, with a link: for `lettershop render` without a database.
const names = [
  'customer_no',
  'first_name',
  'last_name',
  'company',
  'email',
  'phone',
  'address_line1',
  'address_line2',
  'city',
  'state',
  'postal_code',
  'member',
  'tier',
  'offer_code',
  'nearest_shop',
  'visit_date',
  'last_visit',
]
const proof = rows.filter((_, i) => i < 10 || (i >= 41 && (i - 41) % 103 === 0))
// The other extreme: someone of whom little more than the address is known.
const little = new Set([
  'first_name',
  'company',
  'address_line2',
  'member',
  'tier',
  'offer_code',
  'nearest_shop',
  'visit_date',
])
const sparse = (rows[1] ?? []).map((value, column) => (little.has(names[column] ?? '') ? '' : value))
const linked = [...proof, sparse].map((row, i) => [
  ...row,
  `HTTPS://CARDS.EXAMPLE.COM/R/TW${String(i).padStart(4, '0')}K7Q29F4MX0T8`,
])
await writeFile(new URL('proof.csv', folder), csv([[...names, 'tracking_url'], ...linked]))
console.log(`lists/spring-opening-1000.csv  ${rows.length} people; lists/proof.csv  ${linked.length} people`)
