import type { FileFacts } from '@lettershop/contracts'
import { expect, test } from 'vitest'
import { checkMapping } from './check-mapping.ts'
import { guessColumns } from './guess.ts'

const guess = (names: string[], rows: string[][] = [], header = true) =>
  Object.fromEntries(guessColumns(names, rows, header))

test.each([
  ['shop', ['First Name', 'Last Name', 'E-Mail', 'Street', 'Apt / Suite', 'City', 'State', 'Zip']],
  [
    'snake',
    ['first_name', 'last_name', 'email', 'address_line1', 'address_line2', 'city', 'state', 'postal_code'],
  ],
  [
    'camel',
    ['firstName', 'lastName', 'emailAddress', 'addressLine1', 'addressLine2', 'city', 'state', 'postalCode'],
  ],
  ['short', ['FNAME', 'LNAME', 'EMAIL', 'ADDR1', 'ADDR2', 'CITY', 'ST', 'ZIP5']],
  ['German', ['Vorname', 'Nachname', 'E-Mail-Adresse', 'Straße', 'Adresszusatz', 'Ort', 'Bundesland', 'PLZ']],
  [
    'French',
    ['Prénom', 'Nom', 'Courriel', 'Adresse', "Complément d'adresse", 'Ville', 'Province', 'Code postal'],
  ],
  [
    'Spanish',
    [
      'Nombre',
      'Apellidos',
      'Correo electrónico',
      'Dirección',
      'Piso',
      'Ciudad',
      'Provincia',
      'Código Postal',
    ],
  ],
])('%s headers', (_, names) => {
  expect(Object.values(guess(names))).toEqual([
    'first_name',
    'last_name',
    'email',
    'address_line1',
    'address_line2',
    'city',
    'state',
    'postal_code',
  ])
})

test('what is not known becomes a field with a name that designs can use', () => {
  expect(guess(['Offer Code', 'Member (Y/N)', '2024 visits', 'Größe', '%', 'offer-code'])).toEqual({
    'Offer Code': 'fields.offer_code',
    'Member (Y/N)': 'fields.member_y_n',
    '2024 visits': 'fields.column_2024_visits',
    Größe: 'fields.größe',
    '%': 'fields.column',
    'offer-code': 'fields.offer_code_2',
  })
})

test('"Name" is all of it alone, the last name beside a first name, and a field beside both', () => {
  expect(guess(['Name', 'City'])['Name']).toBe('full_name')
  expect(guess(['Vorname', 'Name'])['Name']).toBe('last_name')
  expect(guess(['First name', 'Last name', 'Name'])['Name']).toBe('fields.name')
})

test('no target is given twice', () => {
  const targets = Object.values(guess(['Email', 'E-Mail', 'Mail', 'Phone', 'Mobile']))
  expect(targets).toEqual(['email', 'fields.e_mail', 'fields.mail', 'phone', 'fields.mobile'])
})

test('without a header the content decides', () => {
  const rows = [
    ['Ruth', '3 Slip Lane', 'Mystic', 'CT', '06355', 'ruth@example.com', '(860) 555-0115'],
    ['Amos', '41 Benefit Hill', 'Providence', 'RI', '02906', 'amos@example.com', '401-555-0116'],
  ]
  const names = rows[0]?.map((_, index) => `Column ${index + 1}`) ?? []
  expect(Object.values(guess(names, rows, false))).toEqual([
    'fields.column_1',
    'address_line1',
    'fields.column_3',
    'state',
    'postal_code',
    'email',
    'phone',
  ])
})

test('an unknown header over e-mail addresses is an e-mail column; over numbers it stays a field', () => {
  expect(
    guess(
      ['Kontakt X', 'Ref'],
      [
        ['a@example.com', '02134'],
        ['b@example.com', '02135'],
      ],
    ),
  ).toEqual({
    'Kontakt X': 'email',
    Ref: 'fields.ref',
  })
})

test('a mapping is checked against the file: every mistake is named', () => {
  const facts = { columns: [{ name: 'A' }, { name: 'B' }, { name: 'constructor' }] } as FileFacts
  const codes = (columns: Record<string, never>) =>
    checkMapping({ columns, country: 'US' }, facts).map(({ path, code }) => [path, code])
  const mapping = (columns: object) => codes(columns as Record<string, never>)
  expect(mapping({ A: 'email', constructor: 'fields.c' })).toEqual([])
  expect(mapping({ A: 'email', B: 'email', C: 'city' })).toEqual([
    ['column_mapping.columns.B', 'target_taken'],
    ['column_mapping.columns.C', 'unknown_column'],
  ])
  expect(mapping({ A: 'full_name', B: 'last_name' })).toEqual([['column_mapping.columns', 'two_names']])
  expect(mapping({ A: 'city', B: null })).toEqual([['column_mapping.columns', 'nobody']])
})
