/**
 * PDF syntax as text. Content is built as strings whose characters are bytes (latin1): joining strings is the
 * quickest way that V8 has, and one Buffer.from(…, 'latin1') at the end copies them once.
 */

/** A number with at most `digits` decimals, without exponent or trailing zeros. Not finite becomes 0. */
export function num(value: number, digits = 3): string {
  const factor = digits === 3 ? 1000 : digits === 2 ? 100 : 10 ** digits
  const rounded = Math.round(value * factor) / factor
  if (!Number.isFinite(rounded) || rounded === 0) return '0'
  const text = String(rounded)
  // Coordinates are bounded when the design is read; this keeps 1e21 from reaching a file all the same.
  if (text.includes('e')) return rounded > 0 ? '99999999' : '-99999999'
  return text.startsWith('0.') ? text.slice(1) : text.startsWith('-0.') ? `-${text.slice(2)}` : text
}

/** Numbers separated by blanks. */
export const nums = (values: readonly number[], digits = 3): string =>
  values.map(v => num(v, digits)).join(' ')

/** A literal string of bytes (characters 0 to 255), in parentheses. */
export function literal(bytes: string): string {
  return `(${bytes.replace(/[\\()\r\n]/g, c => (c === '\r' ? '\\r' : c === '\n' ? '\\n' : `\\${c}`))})`
}

/** A text string: plain where it is ASCII, else UTF-16 with byte order mark, as hexadecimal. */
export function textString(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return literal(text)
  return `<FEFF${utf16Hex(text)}>`
}

/** UTF-16BE as hexadecimal digits. Lone surrogates become U+FFFD. */
export function utf16Hex(text: string): string {
  let hex = ''
  const whole = text.toWellFormed()
  for (let i = 0; i < whole.length; i++)
    hex += whole.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0')
  return hex
}

/** A name object; characters that end a name are written as #xx. */
export function pdfName(text: string): string {
  return `/${text.replace(/[^A-Za-z0-9_.+-]/g, c => `#${c.charCodeAt(0).toString(16).padStart(2, '0').slice(-2)}`)}`
}

/** Operands of TJ put together: strings that meet become one. A string ends with the only unescaped parenthesis, so its last character tells. */
export const joinTj = (a: string, b: string): string =>
  a.endsWith(')') && b.startsWith('(') ? a.slice(0, -1) + b.slice(1) : needsBlank(a, b) ? `${a} ${b}` : a + b

/** Two adjustments in a row would read as one number. */
const needsBlank = (a: string, b: string): boolean =>
  a !== '' && !a.endsWith(')') && !b.startsWith('(') && b !== ''
