import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { z } from 'zod'

const people = z
  .array(z.record(z.string(), z.string()))
  .parse(parse(await readFile(new URL('lists/spring-opening-1000.csv', import.meta.url)), { columns: true }))

/** First two digits of the ZIP codes of each state on the list. */
const zipsOf: Readonly<Record<string, RegExp>> = {
  MA: /^0[12]/,
  RI: /^02[89]/,
  NH: /^03/,
  ME: /^04/,
  VT: /^05/,
  CT: /^06/,
  NJ: /^0[78]/,
  NY: /^1[0-4]/,
  PA: /^1[5-9]/,
}

const distinct = (...columns: string[]): number =>
  new Set(people.map(row => columns.map(name => row[name]).join('|'))).size

test('the list holds 1,000 people, none twice', () => {
  expect(people).toHaveLength(1000)
  expect(distinct('Customer No')).toBe(1000)
  expect(distinct('Offer Code')).toBe(1000)
  expect(distinct('E-Mail')).toBe(1000)
  expect(distinct('First Name', 'Last Name', 'Street', 'Zip')).toBe(1000)
})

test('every row can be mailed, and its ZIP code belongs to its state', () => {
  for (const row of people) {
    for (const column of ['First Name', 'Last Name', 'Street', 'City']) expect(row[column]).toMatch(/\S/)
    expect(row['Zip']).toMatch(/^\d{5}$/)
    expect(row['Zip']).toMatch(zipsOf[row['State'] ?? ''] ?? /no such state/)
  }
  expect(people.filter(row => row['Zip']?.startsWith('0')).length).toBeGreaterThan(800)
})

test('nobody real can be called or written to', () => {
  for (const row of people) {
    expect(row['Phone']).toMatch(/^\(\d{3}\) 555-01\d\d$/)
    expect(row['E-Mail']).toMatch(/^[a-z.]+\d+@example\.(com|org|net)$/)
  }
})

test('names of many alphabets are on it', () => {
  const names = people.map(row => `${row['First Name']} ${row['Last Name']}`)
  for (const script of [/\p{Script=Greek}/u, /\p{Script=Cyrillic}/u, /[łńśż]/, /ễ/, /[çãõ]/, /.{40}/]) {
    expect(names.some(name => script.test(name))).toBe(true)
  }
})
