/** What a spreadsheet would compute instead of show (ASVS 1.2.10), the full-width forms of Japanese ones included. */
const ACTIVE = /^'*[=+\-@\t\r\n\0＝＋－＠]/
const NEEDS_QUOTES = /[",\r\n]|^ | $/

/**
 * Puts an apostrophe before a value that a spreadsheet would compute. A value that already looks like this gets
 * one more, so that {@link fromSpreadsheetText} gives back every value exactly.
 */
export function toSpreadsheetText(value: string): string {
  return ACTIVE.test(value) ? `'${value}` : value
}

/** Takes the apostrophe of {@link toSpreadsheetText} off again. */
export function fromSpreadsheetText(cell: string): string {
  return cell.startsWith("'") && ACTIVE.test(cell) ? cell.slice(1) : cell
}

/** One record as a line of RFC 4180, safe to open in a spreadsheet, read back without loss. At least one cell. */
export function csvLine(cells: readonly string[]): string {
  // A line that is empty would be no record.
  if (cells.length === 1 && cells[0] === '') return '""\r\n'
  return `${cells.map(cellText).join(',')}\r\n`
}

/** What a file begins with so that Excel reads it as UTF-8. */
export const CSV_BOM = '\ufeff'

function cellText(value: string): string {
  const safe = toSpreadsheetText(value)
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
