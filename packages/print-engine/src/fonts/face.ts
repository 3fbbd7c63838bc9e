import * as hb from 'harfbuzzjs'
import { FIRST_ASCII, LAST_ASCII, MAX_COMPACT_GLYPHS, wideCode } from './codes.ts'

/** Thrown for bytes that are no usable font; the message says what to do. */
export class FontError extends Error {}

export interface FaceName {
  family: string
  /** 1 to 1000, 400 regular, 700 bold. */
  weight: number
  italic: boolean
}

/** A font file that text can be shaped with and that is embedded with the glyphs that were drawn. */
export class FontFace {
  readonly index: number
  readonly name: FaceName
  readonly bytes: Uint8Array
  readonly upem: number
  readonly font: hb.Font
  readonly hbFace: hb.Face
  /** Glyphs drawn so far with the text that each stands for ('' where only /ActualText can say). */
  readonly glyphs = new Map<number, string>()
  /** Whether the outlines are PostScript curves (CFF), which are embedded in another way. */
  readonly isCff: boolean
  /** Whether ASCII characters are coded in one byte. */
  readonly compact: boolean
  private readonly unicodes: Set<number>
  private readonly asciiCodes = new Map<number, number>()
  private reverse: Map<number, string> | undefined

  /**
   * @param index its number in the job's list of fonts.
   * @throws FontError where the bytes are not a TrueType or OpenType font.
   */
  constructor(index: number, name: FaceName, bytes: Uint8Array) {
    const tag = String.fromCharCode(...bytes.subarray(0, 4))
    if (tag === 'wOFF' || tag === 'wOF2') {
      throw new FontError('is a web font (WOFF); give the TTF or OTF file it was made from')
    }
    if (!['\x00\x01\x00\x00', 'true', 'OTTO', 'ttcf'].includes(tag)) {
      throw new FontError('is not a TrueType or OpenType font; give a TTF or OTF file')
    }
    this.index = index
    this.name = name
    this.bytes = bytes
    this.hbFace = new hb.Face(new hb.Blob(bytes))
    this.upem = this.hbFace.upem
    this.unicodes = new Set(this.hbFace.collectUnicodes())
    if (this.unicodes.size === 0 || this.upem <= 0)
      throw new FontError('has no characters; the file is damaged')
    this.font = new hb.Font(this.hbFace)
    // PostScript outlines have no map from codes to glyphs: their codes are glyph numbers.
    this.isCff = this.hbFace.referenceTable('CFF ') !== undefined
    this.compact = !this.isCff && this.glyphCount() <= MAX_COMPACT_GLYPHS
    for (let code = FIRST_ASCII; code <= LAST_ASCII; code++) {
      const glyph = this.font.nominalGlyph(code)
      // Where two characters share a glyph the first one's code stands for both.
      if (glyph && !this.asciiCodes.has(glyph)) this.asciiCodes.set(glyph, code)
    }
  }

  /** The code of a glyph in content. */
  codeOf(glyph: number): number {
    if (!this.compact) return glyph
    return this.asciiCodes.get(glyph) ?? wideCode(glyph)
  }

  has(codePoint: number): boolean {
    return this.unicodes.has(codePoint)
  }

  private glyphCount(): number {
    const maxp = this.hbFace.referenceTable('maxp')
    return maxp && maxp.length >= 6 ? ((maxp[4] ?? 0) << 8) | (maxp[5] ?? 0) : 0x10000
  }

  /**
   * The text that a glyph stands for by the font's own character map, or undefined for glyphs that only shaping
   * reaches. Presentation forms (ligatures, Arabic forms) give the letters that they show.
   */
  textOf(glyph: number): string | undefined {
    if (!this.reverse) {
      this.reverse = new Map()
      for (const code of [...this.unicodes].sort((a, b) => a - b)) {
        const id = this.font.nominalGlyph(code)
        if (id !== undefined && !this.reverse.has(id)) this.reverse.set(id, plainText(code))
      }
    }
    return this.reverse.get(glyph)
  }

  /** Notes that a glyph is drawn. Of several texts the shortest, then smallest, stays: the order cannot matter. */
  use(glyph: number, text: string): void {
    const before = this.glyphs.get(glyph)
    if (
      before === undefined ||
      (text && (!before || text.length < before.length || (text.length === before.length && text < before)))
    ) {
      this.glyphs.set(glyph, text)
    }
  }
}

function plainText(code: number): string {
  const char = String.fromCodePoint(code)
  const presentation = (code >= 0xfb00 && code <= 0xfdff) || (code >= 0xfe70 && code <= 0xfeff)
  return presentation ? char.normalize('NFKC') : char
}
