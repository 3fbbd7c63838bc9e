/**
 * How glyphs are coded in content. ASCII characters are one byte, their own code, so that ordinary text is as short as
 * it can be and deflates as text does (110 bytes less for a card of 400 characters than two bytes a glyph). All other
 * glyphs are two bytes from 0x8000 on. A CMap in the file says so to the reader; codes are the font's CIDs as well,
 * because MuPDF loses the text layer where they differ in length.
 */

const FIRST_WIDE = 0x8000

export const FIRST_ASCII = 0x20
export const LAST_ASCII = 0x7e

/** Fonts with more glyphs than two-byte codes are left over for are coded by glyph number, two bytes each. */
export const MAX_COMPACT_GLYPHS = 0x7f00

/** The code of a glyph that is not an ASCII character's. */
export const wideCode = (glyph: number): number => FIRST_WIDE + glyph

/** The bytes of a code, as characters. */
export const codeBytes = (code: number, compact: boolean): string =>
  compact && code < FIRST_WIDE ? String.fromCharCode(code) : String.fromCharCode(code >> 8, code & 255)

/** A code in hexadecimal digits, as CMaps write it. */
export const codeHex = (code: number, compact: boolean): string =>
  code
    .toString(16)
    .toUpperCase()
    .padStart(compact && code < FIRST_WIDE ? 2 : 4, '0')

/** The codes that exist, for both CMaps of a font. */
export const codeSpace = (compact: boolean): string =>
  compact
    ? '2 begincodespacerange\n<20><7E>\n<8000><FEFF>\nendcodespacerange\n'
    : '1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n'
