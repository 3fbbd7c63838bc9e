import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { AppError } from '../errors/app-error.ts'
import { type CsvFormat, csvLine, type SniffOptions, sniffCsv, Utf8Evidence } from './index.ts'

const sniff = (bytes: Buffer | string, options: Partial<SniffOptions> = {}) =>
  sniffCsv(Buffer.from(bytes), { whole: true, ...options })

const shared =
  process.env['LETTERSHOP_SHARED'] ?? fileURLToPath(new URL('../../../../../../shared', import.meta.url))
const spectrum = path.join(shared, 'data/csv/csv-spectrum')
if (!existsSync(spectrum))
  console.log(
    `csv-spectrum is not at ${spectrum}: its cases are left out (LETTERSHOP_SHARED names the folder)`,
  )

describe.skipIf(!existsSync(spectrum))('csv-spectrum', () => {
  const names = existsSync(spectrum)
    ? readdirSync(path.join(spectrum, 'csvs')).map(name => name.replace('.csv', ''))
    : []
  test.each(names)('%s', name => {
    const { columns, rows } = sniff(readFileSync(path.join(spectrum, 'csvs', `${name}.csv`)))
    const expected = JSON.parse(readFileSync(path.join(spectrum, 'json', `${name}.json`), 'utf8'))
    const read = rows.map(row => Object.fromEntries(columns.map((column, index) => [column, row[index]])))
    // The corpus's own slip: this JSON is one object, and has another phone number than its CSV.
    if (name === 'location_coordinates') expected['Contact Phone Number'] = '2095257564'
    expect(read).toEqual(Array.isArray(expected) ? expected : [expected])
  })

  test('naughty strings pass through unharmed', () => {
    const strings: string[] = JSON.parse(readFileSync(path.join(shared, 'data/contacts/blns.json'), 'utf8'))
    const text = csvLine(['n', 'text']) + strings.map((one, index) => csvLine([String(index), one])).join('')
    const { rows, format } = sniff(text)
    expect(format).toMatchObject({ encoding: 'utf-8', delimiter: ',' })
    expect(rows.length).toBe(Math.min(199, strings.length))
  })
})

test.each([
  [',', 'name,zip\nRuth,"06355"\nAmos,02906\n'],
  [';', 'name;note;zip\nRuth;a, b, c;06355\nAmos;x, y;02906\n'],
  ['\t', 'name\tzip\nRuth, Mrs\t06355\nAmos, Mr\t02906\n'],
  ['|', 'name|zip\nRuth|06355\n'],
] as const)('finds the delimiter %j', (delimiter, text) => {
  expect(sniff(text).format.delimiter).toBe(delimiter)
})

test('decimal commas between semicolons do not win', () => {
  expect(sniff('a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n').format.delimiter).toBe(';')
})

test("Excel's sep= line names the delimiter and is no record", () => {
  const { format, start, columns, rows } = sniff('sep=;\r\nname;a,b\r\nx;1,2\r\n')
  expect(format.delimiter).toBe(';')
  expect(start).toEqual({ record: 0, line: 2, byte: 7 })
  expect([columns, rows]).toEqual([['name', 'a,b'], [['x', '1,2']]])
})

test('single quotes only where the whole first line has them', () => {
  expect(sniff("'name','note'\n'Ruth','a,b'\n").rows).toEqual([['Ruth', 'a,b']])
  expect(sniff("name,note\n'tis,x\nd'Arcy,y\n").format.quote).toBe('"')
})

const accents = 'name,city\nZoë,Münster\nRené,Orléans\n'
test.each([
  ['utf-8', Buffer.from(accents)],
  ['utf-8', Buffer.from(`\ufeff${accents}`)],
  ['utf-16le', Buffer.from(`\ufeff${accents}`, 'utf16le')],
  ['utf-16le', Buffer.from(accents, 'utf16le')],
  ['utf-16be', Buffer.from(`\ufeff${accents}`, 'utf16le').swap16()],
  ['utf-16be', Buffer.from(accents, 'utf16le').swap16()],
  ['windows-1252', Buffer.from(accents, 'latin1')],
] satisfies [CsvFormat['encoding'], Buffer][])('reads %s (case %#)', (encoding, bytes) => {
  const { format, columns, rows } = sniff(bytes)
  expect(format.encoding).toBe(encoding)
  expect([columns, rows]).toEqual([
    ['name', 'city'],
    [
      ['Zoë', 'Münster'],
      ['René', 'Orléans'],
    ],
  ])
})

test('a few bad bytes in UTF-8 are bad rows, not another encoding', () => {
  const bytes = Buffer.concat([Buffer.from(accents.repeat(5)), Buffer.from([0x61, 0x2c, 0xe9, 0x0a])])
  expect(sniff(bytes).format.encoding).toBe('utf-8')
})

test('accents far behind a head of plain ASCII decide the encoding', () => {
  const evidence = new Utf8Evidence().add(Buffer.from('name,city\n')).add(Buffer.from('Zoë,x\n', 'latin1'))
  expect(sniff('name,city\n', { whole: false, evidence }).format.encoding).toBe('windows-1252')
  const cut = Buffer.from('ë')
  expect(new Utf8Evidence().add(cut.subarray(0, 1)).add(cut.subarray(1))).toMatchObject({
    valid: 1,
    invalid: 0,
  })
})

test('header or not', () => {
  expect(sniff('name,zip\nRuth,06355\n').columns).toEqual(['name', 'zip'])
  expect(sniff('Ruth,06355\nAmos,02906\n').columns).toEqual(['Column 1', 'Column 2'])
  expect(sniff('ruth@example.com\namos@example.com\n').format.header).toBe(false)
  expect(sniff('a,,a,b \n1,2,3,4\n').format.header).toBe(false)
  expect(sniff('a,,a,b \n1,2,3,4\n', { known: { header: true } }).columns).toEqual([
    'a',
    'Column 2',
    'a (2)',
    'b',
  ])
})

test.each([
  ['file_empty', Buffer.alloc(0)],
  ['file_empty', Buffer.from('\n\n  \n')],
  ['file_not_text', Buffer.from('504b03041400060008000000', 'hex')],
  ['file_not_text', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['file_not_text', Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7) % 256))],
  ['file_too_wide', Buffer.from(`${'a,'.repeat(1000)}b\n`)],
  ['file_too_wide', Buffer.from(','.repeat(200_000))],
] as const)('refuses with %s (case %#)', (code, bytes) => {
  const refused = (() => {
    try {
      sniff(bytes)
    } catch (error) {
      return error instanceof AppError ? error.code : error
    }
    return undefined
  })()
  expect(refused).toBe(code)
})

test('a workbook is told how to become a CSV file', () => {
  expect(() => sniff(Buffer.from('504b030414000600', 'hex'))).toThrow(/save the sheet as "CSV UTF-8"/)
})
