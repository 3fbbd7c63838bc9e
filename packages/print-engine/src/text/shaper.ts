import * as hb from 'harfbuzzjs'
import { codeBytes } from '../fonts/codes.ts'
import type { FontFace } from '../fonts/face.ts'
import { literal, num } from '../pdf/syntax.ts'

/** Shaped text in one font, ready to be shown. Measures in ems. */
export interface ShapedRun {
  face: FontFace
  /** Operand of TJ without brackets: strings of glyph codes and adjustments. */
  tj: string
  /** Height above the base line, for marks that a font lifts. */
  rise: number
  advance: number
}

export interface Shaped {
  runs: ShapedRun[]
  advance: number
  /** The text to be given back where glyphs alone cannot tell it. */
  actualText?: string
}

/** One buffer for all: a new one each time leaks until the event loop turns (506 MB for 300,000 words). */
const buffer = new hb.Buffer()

/**
 * Shapes text of one font, script and direction.
 * @param script ISO 15924 tag, '' to let HarfBuzz guess.
 */
export function shape(face: FontFace, text: string, rtl: boolean, script: string): Shaped {
  return collect(face, text, shapeGlyphs(face, text, rtl, script), rtl)
}

/** The glyphs of a text in drawing order, as HarfBuzz places them. */
export function shapeGlyphs(face: FontFace, text: string, rtl: boolean, script: string): Glyph[] {
  buffer.reset()
  buffer.addText(text)
  buffer.guessSegmentProperties()
  buffer.setDirection(rtl ? hb.Direction.RTL : hb.Direction.LTR)
  if (script) buffer.setScript(script)
  hb.shape(face.font, buffer)
  return buffer.getGlyphInfosAndPositions()
}

export type Glyph = ReturnType<hb.Buffer['getGlyphInfosAndPositions']>[number]

function collect(face: FontFace, text: string, glyphs: readonly Glyph[], rtl: boolean): Shaped {
  const texts = clusterTexts(text, glyphs)
  const runs: ShapedRun[] = []
  let writer = new RunWriter(face, 0)
  let logical = ''
  let exact = !rtl
  let pending = 0
  glyphs.forEach((glyph, i) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = glyph
    const rise = yOffset / face.upem
    if (rise !== writer.rise) {
      if (!writer.isEmpty) runs.push(writer.end(pending))
      else if (pending !== 0) runs.push(writer.end(pending))
      pending = 0
      writer = new RunWriter(face, rise)
    }
    const own = face.textOf(glyph.codepoint)
    const cluster = texts[i] ?? ''
    logical += own ?? cluster
    // The cluster's text goes to its first glyph; all other glyphs that the font's map does not know say nothing.
    writer.glyph(glyph.codepoint, own ?? cluster, pending + xOffset, xAdvance)
    pending = xAdvance - face.font.glyphHAdvance(glyph.codepoint) - xOffset
  })
  if (!writer.isEmpty || pending !== 0) runs.push(writer.end(pending))
  if (logical !== text) exact = false
  const advance = glyphs.reduce((sum, g) => sum + (g.xAdvance ?? 0), 0) / face.upem
  return { runs, advance, ...(exact ? {} : { actualText: text }) }
}

/** For each glyph the text of its cluster if it is the cluster's first glyph in reading order, else ''. */
function clusterTexts(text: string, glyphs: readonly Glyph[]): string[] {
  const starts = [...new Set(glyphs.map(g => g.cluster))].sort((a, b) => a - b)
  const ends = new Map(starts.map((start, i) => [start, starts[i + 1] ?? text.length]))
  const seen = new Set<number>()
  return glyphs.map(g => {
    if (seen.has(g.cluster)) return ''
    seen.add(g.cluster)
    return text.slice(g.cluster, ends.get(g.cluster))
  })
}

/** Writes glyphs as strings of codes, with adjustments where shaping differs from the glyph's own advance. */
class RunWriter {
  readonly rise: number
  private readonly face: FontFace
  private bytes = ''
  private tj = ''
  private units = 0
  private count = 0

  constructor(face: FontFace, rise: number) {
    this.face = face
    this.rise = rise
  }

  get isEmpty(): boolean {
    return this.count === 0
  }

  glyph(id: number, text: string, shift: number, advance: number): void {
    this.adjust(shift)
    this.bytes += codeBytes(this.face.codeOf(id), this.face.compact)
    this.units += advance
    this.count++
    // What is shaped is drawn sooner or later: its glyphs are noted here, once, and not kept with every word.
    this.face.use(id, text)
  }

  private adjust(units: number): void {
    if (Math.abs(units) < 0.01) return
    this.flush()
    const shift = num((-units * 1000) / this.face.upem, 2)
    this.tj += this.tj === '' || this.tj.endsWith(')') ? shift : ` ${shift}`
  }

  private flush(): void {
    if (this.bytes) this.tj += literal(this.bytes)
    this.bytes = ''
  }

  end(pending: number): ShapedRun {
    this.adjust(pending)
    this.flush()
    return {
      face: this.face,
      tj: this.tj,
      rise: this.rise,
      advance: this.units / this.face.upem,
    }
  }
}
