import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import {
  CSV_BOM,
  CSV_LIMITS,
  type CsvFormat,
  type CsvRecord,
  CsvScanner,
  csvLine,
  fromSpreadsheetText,
} from './index.ts'

const PLAIN: CsvFormat = { encoding: 'utf-8', delimiter: ',', quote: '"', newline: 'lf', header: false }
const START = { record: 1, line: 1, byte: 0 }

/** Scans bytes in chunks of these sizes, over and over. */
function scan(
  bytes: Buffer | string,
  format: Partial<CsvFormat> = {},
  sizes: readonly number[] = [65_536],
  from = START,
): CsvRecord[] {
  const all = Buffer.from(bytes)
  const scanner = new CsvScanner({ ...PLAIN, ...format }, from)
  const records: CsvRecord[] = []
  for (let at = from.byte, turn = 0; at < all.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    records.push(...scanner.push(all.subarray(at, at + size)))
    at += size
  }
  return [...records, ...scanner.end()]
}
const cells = (records: readonly CsvRecord[]) => records.map(record => record.cells)
const problems = (records: readonly CsvRecord[]) =>
  records.map(({ at, problem, original }) => [at.line, problem, original()])

test('quotes, doubled quotes, delimiters and line breaks inside quotes', () => {
  const text = 'a,"b,1","c ""x"""\r\n"two\r\nlines",,""\n'
  for (const size of [1, 2, 3, 7, 1000])
    expect(cells(scan(text, {}, [size]))).toEqual([
      ['a', 'b,1', 'c "x"'],
      ['two\r\nlines', '', ''],
    ])
})

test('blanks around quotes are dropped, blanks without quotes belong to the value', () => {
  expect(cells(scan(' a , "b" ,c'))).toEqual([[' a ', 'b', 'c']])
})

test('each record knows its number, its first line and its byte', () => {
  const records = scan('é,1\n\n"x\ny",2\r\n\r\nz,3')
  expect(records.map(({ at }) => at)).toEqual([
    { record: 1, line: 1, byte: 0 },
    { record: 2, line: 3, byte: 6 },
    { record: 3, line: 6, byte: 17 },
  ])
})

test('line ends: LF, CRLF, CRCRLF, and CR alone where the file has no LF', () => {
  expect(cells(scan('a,b\nc,d\r\ne,f\r\r\ng,h'))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['e', 'f'],
    ['g', 'h'],
  ])
  expect(cells(scan('a,b\rc,"d\re"\rf,g\r', { newline: 'cr' }))).toEqual([
    ['a', 'b'],
    ['c', 'd\re'],
    ['f', 'g'],
  ])
})

test('a quote that is never closed costs its line, not the rest of the file', () => {
  const records = scan('1,a\n2,"open\n3,c\n4,d\n')
  expect(problems(records)).toEqual([
    [1, null, '1,a'],
    [2, 'quote_not_closed', '2,"open'],
    [3, null, '3,c'],
    [4, null, '4,d'],
  ])
  expect(problems(scan('1,"a"b\n2,c'))).toEqual([
    [1, 'quote_misplaced', '1,"a"b'],
    [2, null, '2,c'],
  ])
})

test('bytes that are no text make their own record bad, and are shown', () => {
  const records = scan(
    Buffer.concat([Buffer.from('ok,é\nbad,'), Buffer.from([0xe9, 0x28]), Buffer.from('\nok,�\n')]),
  )
  expect(problems(records)).toEqual([
    [1, null, 'ok,é'],
    [2, 'undecodable', 'bad,é('],
    [3, null, 'ok,�'],
  ])
})

test('a UTF-16 file that ends in half a character', () => {
  const bytes = Buffer.from('a,b\nc,d', 'utf16le')
  const records = scan(bytes.subarray(0, bytes.length - 1), { encoding: 'utf-16le' })
  expect(records.map(record => record.problem)).toEqual([null, 'undecodable'])
})

test.each([
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'windows-1250',
  'macintosh',
] as const)('%s with each delimiter', encoding => {
  for (const delimiter of [',', ';', '\t', '|'] as const) {
    const rows = [
      ['Zoë', 'Größe', 'x'],
      [`a${delimiter}b`, 'two\nlines', '"'],
    ]
    const text = rows
      .map(row => row.map(cell => `"${cell.replaceAll('"', '""')}"`).join(delimiter))
      .join('\r\n')
    const bytes =
      encoding === 'utf-16be' ? Buffer.from(text, 'utf16le').swap16() : iconv.encode(text, encoding)
    for (const size of [1, 5, 64]) expect(cells(scan(bytes, { encoding, delimiter }, [size]))).toEqual(rows)
  }
})

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', "'", '=', ' ', 'é', '\t', '\0') }),
)
const table = fc.array(fc.array(value, { minLength: 1, maxLength: 5 }), { maxLength: 8 })
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })

test('what is written is read back, whatever it is and however it arrives', () => {
  fc.assert(
    fc.property(table, sizes, (rows, chunks) => {
      const bytes = Buffer.from(CSV_BOM + rows.map(csvLine).join(''))
      const read = scan(bytes, {}, chunks, { ...START, byte: 3 })
      expect(cells(read).map(row => row.map(fromSpreadsheetText))).toEqual(rows)
    }),
    { numRuns: 500, seed: 7 },
  )
})

test('no cell that is written begins with what a spreadsheet would compute', () => {
  fc.assert(
    fc.property(value, text => {
      const [[cell = ''] = []] = cells(scan(csvLine([text])))
      expect(cell).not.toMatch(/^[=+\-@\t\r\n\0]/)
    }),
    { numRuns: 500, seed: 11 },
  )
})

test('reading can go on at any record: what follows is the same', () => {
  const junk = fc.array(fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', 'é', ' ') }), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(junk, sizes, (parts, chunks) => {
      const bytes = Buffer.from(parts.join(''))
      const facts = (records: CsvRecord[]) =>
        records.map(r => [r.at, r.next, r.cells, r.problem, r.original()])
      const all = scan(bytes)
      all.forEach((record, index) => {
        expect(facts(scan(bytes, {}, chunks, record.next))).toEqual(facts(all.slice(index + 1)))
      })
    }),
    { numRuns: 500, seed: 3 },
  )
})

/** Feeds a scanner the same chunk again and again. Tells the most memory that its buffers and records took. */
function feed(chunk: Buffer, times: number, tail: string, format: Partial<CsvFormat> = {}) {
  const scanner = new CsvScanner({ ...PLAIN, ...format }, START)
  const before = process.memoryUsage()
  let most = 0
  const seen: (string | null)[] = []
  for (let turn = 0; turn < times; turn++) {
    for (const record of scanner.push(chunk)) if (seen.length < 10) seen.push(record.problem)
    const now = process.memoryUsage()
    most = Math.max(most, now.heapUsed + now.arrayBuffers - before.heapUsed - before.arrayBuffers)
  }
  const rest = [...scanner.push(Buffer.from(tail)), ...scanner.end()]
  return { seen, rest, most }
}

const MEGABYTES = 1_048_576

test('a million columns are counted, not kept', () => {
  const { rest } = feed(Buffer.from(','.repeat(100_000)), 10, 'x\nafter,1\n')
  expect(rest.map(record => record.problem)).toEqual(['too_many_cells', null])
})

test.each([
  ['quoted', '"'],
  ['plain', ''],
])('a %s cell of 100 MB is refused in bounded memory, and what follows is read', (_, quote) => {
  const scanner = feed(Buffer.alloc(65_536, 'x'), 1600, `${quote},1\nafter,2\n`, {})
  const opened = quote
    ? feed(Buffer.from(`${'x'.repeat(65_535)}${quote ? 'y' : 'x'}`), 1600, `"\nafter,2\n`)
    : scanner
  for (const { rest, most } of [scanner, opened]) {
    expect(rest.map(record => record.problem)).toEqual(['record_too_long', null])
    expect(rest[0]?.original().length).toBeLessThan(3000)
    expect(rest[1]?.at.line).toBe(2)
    expect(most).toBeLessThan(64 * MEGABYTES)
  }
})

test('quotes that open in every line do not make reading quadratic or lose a line', () => {
  const lines = 20_000
  const records = scan('a,"b\n'.repeat(lines))
  expect(records.reduce((sum, record) => sum + (record.next.line - record.at.line), 0)).toBe(lines)
})

test('the limit of a record holds for one that is closed in time, too', () => {
  const long = `"${'x\n'.repeat(CSV_LIMITS.recordBytes / 2)}",1\nafter,2\n`
  const records = scan(long, {}, [long.length])
  expect(records.map(record => record.problem)).toEqual(['record_too_long', null])
})
