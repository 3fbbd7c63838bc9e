import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { expect, test } from 'vitest'
import { countryCode } from './country.ts'
import { normaliseEmail } from './email.ts'
import { derive } from './person.ts'
import { normalisePhone } from './phone.ts'
import { normalisePostalCode } from './postal-code.ts'
import { usStateCode } from './state.ts'

test.each([
  [' Ruth@Example.COM ', 'ruth@example.com'],
  ['e\u0301va@example.com', 'éva@example.com'],
  ['a.b+c@mail.example.co.uk', 'a.b+c@mail.example.co.uk'],
  ['用户@例子.公司', '用户@例子.公司'],
  ['henry(at)example.com', undefined],
  ['two@at@example.com', undefined],
  ['nobody@localhost', undefined],
  ['a b@example.com', undefined],
  [`${'a'.repeat(65)}@example.com`, undefined],
  ['', undefined],
])('e-mail %j', (text, norm) => {
  expect(normaliseEmail(text)).toBe(norm)
})

test.each([
  ['(413) 555-0111', 'US', '+14135550111'],
  ['413.555.0111', 'US', '+14135550111'],
  ['+49 30 901820', 'US', '+4930901820'],
  ['030 901820', 'DE', '+4930901820'],
  ['call me', 'US', undefined],
  ['12', 'US', undefined],
  ['(413) 555-0111', 'XX', '+14135550111'],
])('phone %j of %s', (text, country, norm) => {
  expect(normalisePhone(text, country)).toBe(norm)
})

test('the short way for North American numbers gives what the library gives', () => {
  const digits = (...groups: number[]) => fc.tuple(...groups.map(most => fc.integer({ min: 0, max: most })))
  fc.assert(
    fc.property(
      digits(999, 999, 9999),
      fc.constantFrom('(A) B-C', 'A-B-C', 'A.B.C', 'ABC', 'A B C', '(A)B-C'),
      (parts, form) => {
        const [area, exchange, line] = parts.map((part, index) =>
          String(part).padStart(index === 2 ? 4 : 3, '0'),
        )
        const text = form
          .replace('A', area ?? '')
          .replace('B', exchange ?? '')
          .replace('C', line ?? '')
        const number = parsePhoneNumberFromString(text, 'US')
        expect(normalisePhone(text, 'US')).toBe(number?.isPossible() ? number.number : undefined)
      },
    ),
    { numRuns: 500, seed: 5 },
  )
})

test.each([
  ['01060', 'US', { value: '01060' }],
  ['6355', 'US', { value: '06355', repaired: 'zip_zeros_restored' }],
  ['601', 'US', { value: '00601', repaired: 'zip_zeros_restored' }],
  ['2134-1000', 'US', { value: '02134-1000', repaired: 'zip_zeros_restored' }],
  ['021341000', 'US', { value: '02134-1000', repaired: 'zip_plus4_hyphenated' }],
  ['21341000', 'US', { value: '02134-1000', repaired: 'zip_zeros_restored' }],
  ['ABCDE', 'US', { value: 'ABCDE', malformed: true }],
  ['1067', 'DE', { value: '01067', repaired: 'zip_zeros_restored' }],
  ['1010', 'AT', { value: '1010' }],
  ['SW1A 1AA', 'GB', { value: 'SW1A 1AA' }],
  ['123 45', 'SE', { value: '123 45' }],
])('postal code %j of %s', (text, country, expected) => {
  expect(normalisePostalCode(text, country)).toEqual(expected)
})

test('states by code and name, in any case', () => {
  expect(['nh', 'N.H.', 'New Hampshire', 'district of  columbia', 'PR', 'AE'].map(usStateCode)).toEqual([
    'NH',
    'NH',
    'NH',
    'DC',
    'PR',
    'AE',
  ])
  expect(['ZZ', 'Bavaria', ''].map(usStateCode)).toEqual([undefined, undefined, undefined])
})

test('countries by code and by name in many languages', () => {
  const texts = [
    'US',
    'usa',
    'U.S.A.',
    'United States of America',
    'Deutschland',
    'GERMANY',
    'Allemagne',
    'Österreich',
    'España',
    'Great Britain',
    'Nederland',
  ]
  expect(texts.map(countryCode)).toEqual(['US', 'US', 'US', 'US', 'DE', 'DE', 'DE', 'AT', 'ES', 'GB', 'NL'])
  expect(['Germny', '', 'XX'].map(countryCode)).toEqual([undefined, undefined, undefined])
})

const ruth = {
  first_name: 'Noémie',
  last_name: 'Lévesque',
  address_line1: '12 Mill Road',
  postal_code: '01060',
  email: 'n@example.com',
}
const key = (changes: object) => derive({ ...ruth, ...changes }).duplicate_key

test('the same person, written differently, has one key', () => {
  for (const same of [
    { first_name: 'NOEMIE', last_name: 'LEVESQUE' },
    { address_line1: '12 Mill Rd.' },
    { postal_code: '01060-2231' },
    { email: 'other@example.com' },
    { first_name: ' noémie', address_line1: '12  MILL   ROAD' },
  ])
    expect(key(same), JSON.stringify(same)).toBe(key({}))
})

test('another person, house, place or country has another key', () => {
  const keys = [
    {},
    { first_name: 'Ana' },
    { address_line1: '13 Mill Road' },
    { postal_code: '01061' },
    { country: 'CA' },
  ].map(key)
  expect(new Set(keys).size).toBe(keys.length)
})

test('without an address the e-mail counts, without both there is no key', () => {
  const bare = { address_line1: null, postal_code: null }
  expect(key({ ...bare, email: 'N@example.com', first_name: 'X' })).toBe(key(bare))
  expect(key({ ...bare, email: null })).toBeNull()
})
