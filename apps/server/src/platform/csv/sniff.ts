import { AppError } from '../errors/app-error.ts'
import { unitSize } from './decode.ts'
import { CSV_DELIMITERS, CSV_LIMITS, type CsvFormat, type CsvPosition, type CsvRecord } from './format.ts'
import { beginning } from './read.ts'
import { CsvScanner } from './scanner.ts'
import { sniffEncoding, type Utf8Evidence } from './sniff-encoding.ts'

/** What the look at the beginning of a file found. */
export interface CsvLook {
  readonly format: CsvFormat
  /** Where the first record (the header, where there is one) begins. */
  readonly start: CsvPosition
  /** Names of the columns: the header's, made unique, or `Column 1`, `Column 2`, … */
  readonly columns: readonly string[]
  /** The first rows, header left out. */
  readonly rows: readonly (readonly string[])[]
}

export interface SniffOptions {
  /** The head is the whole file. */
  readonly whole: boolean
  readonly evidence?: Utf8Evidence | undefined
  /** What somebody said about the file; the rest is guessed. */
  readonly known?: { readonly [K in 'encoding' | 'delimiter' | 'header']?: CsvFormat[K] | undefined }
  /** True for the words of a header, beside what every header shows by itself. */
  readonly isHeaderWord?: (cell: string) => boolean
}

const LOOKED_AT = 200

/**
 * Finds encoding, delimiter, quote, line end and header of a file from its first bytes.
 * @throws {AppError} file_empty, file_not_text, file_too_wide
 */
export function sniffCsv(head: Buffer, options: SniffOptions): CsvLook {
  const guessed = sniffEncoding(head, options.evidence)
  const encoding = options.known?.encoding ?? guessed
  const plain: Omit<CsvFormat, 'delimiter' | 'quote'> = {
    encoding,
    newline: newlineOf(head, encoding),
    header: true,
  }
  const preamble = separatorLine(head, { ...plain, delimiter: ',', quote: '"' })
  const start = preamble?.start ?? beginning({ ...plain, delimiter: ',', quote: '"' }, head)
  const body = head.subarray(start.byte)
  const said = options.known?.delimiter ?? preamble?.delimiter
  const { delimiter, quote, records } = bestReading(plain, body, start, options.whole, said)
  const first = records[0]
  if (!first) throw new AppError('file_empty')
  if (records.some(record => record.problem === 'too_many_cells')) throw new AppError('file_too_wide')
  const header = options.known?.header ?? looksLikeHeader(records, options.isHeaderWord)
  const format: CsvFormat = { ...plain, delimiter, quote, header }
  const rows = records.slice(header ? 1 : 0).filter(record => record.problem === null)
  const width = header ? first.cells.length : Math.max(0, ...rows.map(row => row.cells.length))
  return {
    format,
    start: { ...start, record: header ? 0 : 1 },
    columns: columnNames(header ? first.cells : [], width),
    rows: rows.map(row => row.cells),
  }
}

/** CR alone ends lines only where the file has no LF at all. */
function newlineOf(head: Buffer, encoding: CsvFormat['encoding']): CsvFormat['newline'] {
  const has = (byte: number) => {
    if (unitSize(encoding) === 1) return head.includes(byte)
    const pair = encoding === 'utf-16le' ? [byte, 0] : [0, byte]
    for (let at = 0; at + 1 < head.length; at += 2)
      if (head[at] === pair[0] && head[at + 1] === pair[1]) return true
    return false
  }
  return has(13) && !has(10) ? 'cr' : 'lf'
}

/** Excel's own first line `sep=;`, which names the delimiter and is no record. */
function separatorLine(
  head: Buffer,
  format: CsvFormat,
): { delimiter: CsvFormat['delimiter']; start: CsvPosition } | undefined {
  const from = beginning(format, head)
  // A delimiter that cannot occur in the line, so that it stays in one piece.
  const [line] = new CsvScanner({ ...format, delimiter: '\t' }, from).push(
    head.subarray(from.byte, from.byte + 64),
  )
  const sign = /^"?sep=(.)"?$/i.exec(line?.original().trim() ?? '')?.[1]
  const delimiter = CSV_DELIMITERS.find(known => known === sign)
  return delimiter && line && { delimiter, start: { ...line.next, record: from.record } }
}

interface Reading {
  delimiter: CsvFormat['delimiter']
  quote: CsvFormat['quote']
  records: CsvRecord[]
  score: number
}

function bestReading(
  plain: Omit<CsvFormat, 'delimiter' | 'quote'>,
  body: Buffer,
  start: CsvPosition,
  whole: boolean,
  said: CsvFormat['delimiter'] | undefined,
): Reading {
  const readings = (said ? [said] : CSV_DELIMITERS).flatMap(delimiter =>
    (['"', "'"] as const).map(quote => {
      const scanner = new CsvScanner({ ...plain, delimiter, quote }, start, CSV_LIMITS)
      const records = scanner.push(body)
      if (whole || records.length === 0) records.push(...scanner.end())
      const seen = records.slice(0, LOOKED_AT)
      return { delimiter, quote, records: seen, score: scoreOf(seen, quote) }
    }),
  )
  // On a tie the first wins: a comma, and the double quote.
  return readings.reduce((best, next) => (next.score > best.score ? next : best))
}

/** How much like a table a reading looks: rows of one width, several columns, a header as wide as they are. */
function scoreOf(records: readonly CsvRecord[], quote: CsvFormat['quote']): number {
  const widths = new Map<number, number>()
  for (const { cells, problem } of records)
    if (!problem) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
  const [width, count] = [...widths].reduce<[number, number]>(
    (best, next) => (next[1] > best[1] ? next : best),
    [0, 0],
  )
  if (width < 2) return 0
  const header = records[0]?.cells.length === width ? 1 : 0.3
  // An apostrophe quotes only where all of the first line does: else it belongs to names.
  const apostrophes = quote === "'" && !/^\s*'.*'\s*$/s.test(records[0]?.original() ?? '') ? 0 : 1
  return (count / records.length) * Math.log2(width + 1) * header * apostrophes
}

const DATA = /@.+\.|^\W*\d[\d\s().,/+-]*$/

function looksLikeHeader(
  records: readonly CsvRecord[],
  isHeaderWord: (cell: string) => boolean = () => false,
): boolean {
  const cells = records[0]?.cells.map(cell => cell.trim()) ?? []
  // One word alone may be somebody's name.
  if (cells.filter(isHeaderWord).length > 1) return true
  const filled = cells.filter(cell => cell !== '')
  if (filled.length === 0 || filled.some(cell => DATA.test(cell))) return false
  return new Set(filled.map(cell => cell.toLowerCase())).size === filled.length
}

const NAME_LENGTH = 100

function columnNames(header: readonly string[], width: number): string[] {
  const taken = new Set<string>()
  return Array.from({ length: width }, (_, index) => {
    const given = (header[index] ?? '')
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, NAME_LENGTH)
    const wanted = given === '' ? `Column ${index + 1}` : given
    let name = wanted
    for (let copy = 2; taken.has(name); copy++) name = `${wanted} (${copy})`
    taken.add(name)
    return name
  })
}
