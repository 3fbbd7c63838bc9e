export {
  CSV_DELIMITERS,
  CSV_ENCODINGS,
  CSV_LIMITS,
  type CsvEncoding,
  type CsvFormat,
  type CsvLimits,
  type CsvPosition,
  type CsvProblemCode,
  type CsvRecord,
} from './format.ts'
export { readCsv } from './read.ts'
export { CsvScanner } from './scanner.ts'
export { type CsvLook, type SniffOptions, sniffCsv } from './sniff.ts'
export { Utf8Evidence } from './sniff-encoding.ts'
export { CSV_BOM, csvLine, fromSpreadsheetText, toSpreadsheetText } from './write.ts'
