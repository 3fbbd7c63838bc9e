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
import { csv } from './people/csv.ts'
import { header, people } from './people/people.ts'

/** The day of the opening. */
const SEED = 20270417

const rows = people(SEED)
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
