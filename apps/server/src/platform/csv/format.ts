/** How a file of delimited text is to be read. Found by `sniffCsv`, or said by somebody who knows. */
export interface CsvFormat {
  readonly encoding: CsvEncoding
  readonly delimiter: ',' | ';' | '\t' | '|'
  readonly quote: '"' | "'"
  /** What ends a record: LF (with any CR before it), or CR alone in files of the old Macintosh. */
  readonly newline: 'lf' | 'cr'
  /** The first record names the columns. */
  readonly header: boolean
}

/** Encodings whose delimiters, quotes and line ends can be found without decoding: each is one unit of its own. */
export const CSV_ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1257',
  'iso-8859-2',
  'iso-8859-15',
  'macintosh',
] as const
export type CsvEncoding = (typeof CSV_ENCODINGS)[number]

export const CSV_DELIMITERS = [',', ';', '\t', '|'] as const

/** Where a record begins. Reading can start at any such place: nothing is carried over from the records before. */
export interface CsvPosition {
  /** Number of the record, from 1; 0 is the header. */
  readonly record: number
  /** Line of the file, from 1, counted as an editor does. */
  readonly line: number
  readonly byte: number
}

/** Bounds on what is held in memory, whatever the file holds. */
export interface CsvLimits {
  /** Longest record in bytes. A longer one becomes a problem of its own, and reading goes on behind it. */
  readonly recordBytes: number
  readonly columns: number
}

export const CSV_LIMITS: CsvLimits = { recordBytes: 1_048_576, columns: 1000 }

export type CsvProblemCode =
  | 'too_many_cells'
  | 'record_too_long'
  | 'quote_not_closed'
  | 'quote_misplaced'
  | 'undecodable'

/** One record. With a problem it has no cells, only its original text. */
export interface CsvRecord {
  readonly at: CsvPosition
  /** Where the next record begins: what a reader that was killed goes on from. */
  readonly next: CsvPosition
  readonly cells: readonly string[]
  readonly problem: CsvProblemCode | null
  /** The record as it stands in the file, line end aside; of one that is too long the beginning. */
  original(): string
}
