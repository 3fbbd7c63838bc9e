import { graphemesOf } from './graphemes.ts'

/** What measuring depends on; drawing adds more. `fontSize` is in canvas units. */
export interface MeasuredStyle {
  fontSize: number
  /** Two styles with the same key have the same font, so that pairs of their characters are kerned. */
  fontKey: string
}

/**
 * Tells how wide text is, in ems. The server answers from the font files; the designer gives the same answers to
 * Fabric, so both break lines alike.
 */
export interface Meter<S extends MeasuredStyle> {
  /** Advance of one grapheme by itself. */
  advance(style: S, grapheme: string): number
  /**
   * What the advance of `grapheme` changes by when it follows `before` in the same font. Nothing beside a blank:
   * Chromium shapes word by word and so never kerns across one (measured in 153), though HarfBuzz would.
   */
  kerning(style: S, before: string, grapheme: string): number
  /** A word, measured. Answers are kept and given again, so they must not be changed. */
  word(style: S, word: string): MeasuredWord
}

export interface MeasuredWord {
  /** In ems, kerning within the word included. */
  advance: number
  /** Number of graphemes. */
  count: number
}

export interface TextSpec<S extends MeasuredStyle> {
  text: string
  /** Whether lines are broken to `width` (textbox) or only at line ends (text, i-text). */
  wrap: boolean
  /** Box width in canvas units. */
  width: number
  splitByGrapheme: boolean
  /** Thousandths of the font size, added after each grapheme. */
  charSpacing: number
  lineHeight: number
  style: S
  /** The style of a character where it differs; by hard line and grapheme within it. */
  styleAt?: ((line: number, index: number) => S) | undefined
}

export interface Line {
  text: string
  /** The hard line (between line ends in the text) that this is part of, and its first grapheme there. */
  hardLine: number
  offset: number
  /** Whether the hard line ends here: such a line is not justified. */
  last: boolean
  width: number
  /** 1.13 times the largest font size of the line. */
  height: number
  /** From the top of the box. */
  top: number
  baseline: number
}

export interface TextLayout {
  lines: Line[]
  width: number
  height: number
}

/** Fabric's line box: 1.13 of the font size, 0.222 of it below the base line. */
export const FONT_SIZE_MULTIPLIER = 1.13
export const FONT_SIZE_FRACTION = 0.222

interface Piece {
  text: string
  width: number
  count: number
  /** Only where all text has one style. */
  word?: MeasuredWord
}

/**
 * Breaks and measures text exactly as Fabric does (5 to 7; read in its source and compared in Chromium, see
 * `reference/stack-facts.md` section 6): greedy, at blanks and tabs only, a word wider than the box widens the box.
 */
export function layoutText<S extends MeasuredStyle>(spec: TextSpec<S>, meter: Meter<S>): TextLayout {
  const spacing = (spec.style.fontSize * spec.charSpacing) / 1000
  const hardLines = spec.text.split(/\r?\n/)
  const broken: { width: number; parts: Part[] } = spec.wrap
    ? wrap(spec, meter, hardLines, spacing)
    : { width: 0, parts: hardLines.map((text, hardLine) => ({ text, hardLine, offset: 0, last: true })) }
  const lines: Line[] = []
  let top = 0
  let height = 0
  let widest = broken.width
  for (const part of broken.parts) {
    const lineHeight = largestSize(spec, part) * FONT_SIZE_MULTIPLIER
    const width = part.width ?? lineWidth(spec, meter, part, spacing)
    const { text, hardLine, offset, last } = part
    lines.push({
      text,
      hardLine,
      offset,
      last,
      width,
      height: lineHeight,
      top,
      baseline: top + lineHeight * (1 - FONT_SIZE_FRACTION),
    })
    // The last line counts without its leading.
    height = top + lineHeight
    top += lineHeight * spec.lineHeight
    widest = Math.max(widest, spec.wrap ? 0 : width)
  }
  return { lines, width: widest, height }
}

type Part = Pick<Line, 'text' | 'hardLine' | 'offset' | 'last'> & { width?: number }

function wrap<S extends MeasuredStyle>(
  spec: TextSpec<S>,
  meter: Meter<S>,
  hardLines: readonly string[],
  spacing: number,
): { width: number; parts: Part[] } {
  const { splitByGrapheme } = spec
  const infix = splitByGrapheme ? '' : ' '
  const plainBlank = meter.advance(spec.style, ' ') * spec.style.fontSize + spacing
  const data = hardLines.map((line, hardLine) => {
    let offset = 0
    // Not at no-break spaces nor hyphens: Fabric splits here and only here.
    return (splitByGrapheme ? graphemesOf(line) : line.split(/[ \t\r]/)).map(text => {
      const piece = measurePiece(spec, meter, text, hardLine, offset, spacing)
      offset += piece.count + infix.length
      return piece
    })
  })
  const largest = data.flat().reduce((max, piece) => Math.max(max, piece.width), 0)
  const parts: Part[] = []
  data.forEach((pieces, hardLine) => {
    // From the second hard line on, Fabric also compares with the width that the first one left behind.
    const limit = Math.max(spec.width, largest, hardLine > 0 ? largest - spacing : 0)
    let line: Piece[] = []
    let lineStart = 0
    let offset = 0
    let width = 0
    let infixWidth = 0
    let fresh = true
    for (const piece of pieces) {
      width += infixWidth + piece.width - spacing
      if (width > limit && !fresh) {
        parts.push(partOf(spec, meter, line, { hardLine, offset: lineStart, last: false }, spacing))
        line = []
        lineStart = offset
        width = piece.width
      } else width += spacing
      fresh = false
      line.push(piece)
      offset += piece.count + infix.length
      if (!splitByGrapheme) {
        infixWidth = spec.styleAt ? blankWidth(spec, meter, hardLine, offset - 1, spacing) : plainBlank
      }
    }
    parts.push(partOf(spec, meter, line, { hardLine, offset: lineStart, last: true }, spacing))
  })
  return { width: Math.max(spec.width, largest - spacing), parts }
}

/** A line of pieces; its width is known from them unless characters have styles of their own. */
function partOf<S extends MeasuredStyle>(
  spec: TextSpec<S>,
  meter: Meter<S>,
  pieces: readonly Piece[],
  place: Pick<Part, 'hardLine' | 'offset' | 'last'>,
  spacing: number,
): Part {
  const { hardLine, offset, last } = place
  const text = pieces.map(piece => piece.text).join(spec.splitByGrapheme ? '' : ' ')
  if (spec.splitByGrapheme || spec.styleAt) return { text, hardLine, offset, last }
  const blank = meter.advance(spec.style, ' ')
  let em = 0
  let count = 0
  pieces.forEach(({ word }, i) => {
    if (!word) return
    em += word.advance
    count += word.count
    if (i > 0) {
      em += blank
      count++
    }
  })
  return {
    text,
    hardLine,
    offset,
    last,
    width: Math.max(0, em * spec.style.fontSize + (count - 1) * spacing),
  }
}

function blankWidth<S extends MeasuredStyle>(
  spec: TextSpec<S>,
  meter: Meter<S>,
  hardLine: number,
  index: number,
  spacing: number,
): number {
  const style = spec.styleAt?.(hardLine, index) ?? spec.style
  return meter.advance(style, ' ') * style.fontSize + spacing
}

function measurePiece<S extends MeasuredStyle>(
  spec: TextSpec<S>,
  meter: Meter<S>,
  text: string,
  hardLine: number,
  offset: number,
  spacing: number,
): Piece {
  if (!spec.styleAt) {
    const word = meter.word(spec.style, text)
    return { text, count: word.count, width: word.advance * spec.style.fontSize + word.count * spacing, word }
  }
  const graphemes = graphemesOf(text)
  const widths = kernedWidths(spec, meter, graphemes, hardLine, offset, spacing)
  return { text, count: graphemes.length, width: widths.reduce((sum, w) => sum + w, 0) }
}

/** Advance of each grapheme of a line, kerned with the one before it, spacing included. */
export function kernedWidths<S extends MeasuredStyle>(
  spec: TextSpec<S>,
  meter: Meter<S>,
  graphemes: readonly string[],
  hardLine: number,
  offset: number,
  spacing: number,
): number[] {
  let before: string | undefined
  let beforeKey = ''
  return graphemes.map((grapheme, i) => {
    const style = spec.styleAt?.(hardLine, offset + i) ?? spec.style
    let em = meter.advance(style, grapheme)
    const key = `${style.fontKey}|${style.fontSize}`
    if (before !== undefined && key === beforeKey) em += meter.kerning(style, before, grapheme)
    before = grapheme
    beforeKey = key
    return em * style.fontSize + spacing
  })
}

function lineWidth<S extends MeasuredStyle>(
  spec: TextSpec<S>,
  meter: Meter<S>,
  part: Part,
  spacing: number,
): number {
  if (!spec.styleAt && !spec.splitByGrapheme) {
    const pieces = part.text
      .split(' ')
      .map(text => measurePiece(spec, meter, text, part.hardLine, 0, spacing))
    return partOf(spec, meter, pieces, part, spacing).width ?? 0
  }
  const widths = kernedWidths(spec, meter, graphemesOf(part.text), part.hardLine, part.offset, spacing)
  return Math.max(0, widths.reduce((sum, w) => sum + w, 0) - spacing)
}

function largestSize<S extends MeasuredStyle>(spec: TextSpec<S>, part: Part): number {
  const { styleAt, style } = spec
  if (!styleAt) return style.fontSize
  let max = styleAt(part.hardLine, part.offset).fontSize
  const count = graphemesOf(part.text).length
  for (let i = 1; i < count; i++) max = Math.max(max, styleAt(part.hardLine, part.offset + i).fontSize)
  return max
}
