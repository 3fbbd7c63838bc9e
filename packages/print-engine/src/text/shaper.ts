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
  /**
   * Within right-to-left text a span of /ActualText begins here or ends here. Spans are as short as can be there:
   * readers turn the line round, what is within a span as well.
   */
  actualText?: string
  endsSpan?: boolean
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
  const clusters = clustersOf(face, text, glyphs)
  const exact = clusters.every(cluster => cluster.exact)
  const runs: ShapedRun[] = []
  let writer = new RunWriter(face, 0)
  let pending = 0
  const close = (rise: number): void => {
    if (!writer.isEmpty || pending !== 0) runs.push(writer.end(pending))
    pending = 0
    writer = new RunWriter(face, rise)
  }
  for (const cluster of clusters) {
    const spanned = rtl && !cluster.exact
    if (spanned) close(writer.rise)
    const firstRun = runs.length
    cluster.glyphs.forEach((glyph, i) => {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = glyph
      const rise = yOffset / face.upem
      if (rise !== writer.rise) close(rise)
      writer.glyph(glyph.codepoint, cluster.said[i] ?? '', pending + xOffset, xAdvance)
      pending = xAdvance - face.font.glyphHAdvance(glyph.codepoint) - xOffset
    })
    if (!spanned) continue
    close(writer.rise)
    const [first, last] = [runs[firstRun], runs.at(-1)]
    if (first && last) {
      first.actualText = cluster.text
      last.endsSpan = true
    }
  }
  close(0)
  const advance = glyphs.reduce((sum, g) => sum + (g.xAdvance ?? 0), 0) / face.upem
  return { runs, advance, ...(exact || rtl ? {} : { actualText: text }) }
}

interface Cluster {
  text: string
  glyphs: Glyph[]
  /** The text that each glyph gives back. */
  said: string[]
  /** Whether the glyphs in their order give the text back. */
  exact: boolean
}

/**
 * The clusters of shaped text in drawing order. A glyph that the font's character map knows says its own character;
 * what is left of the cluster's text goes to the widest of the others, the rest of them say nothing.
 */
function clustersOf(face: FontFace, text: string, glyphs: readonly Glyph[]): Cluster[] {
  const starts = [...new Set(glyphs.map(g => g.cluster))].sort((a, b) => a - b)
  const ends = new Map(starts.map((start, i) => [start, starts[i + 1] ?? text.length]))
  const clusters: Cluster[] = []
  let at = -1
  for (const glyph of glyphs) {
    const last = clusters.at(-1)
    if (last && glyph.cluster === at) last.glyphs.push(glyph)
    else
      clusters.push({
        text: text.slice(glyph.cluster, ends.get(glyph.cluster)),
        glyphs: [glyph],
        said: [],
        exact: true,
      })
    at = glyph.cluster
  }
  for (const cluster of clusters) say(face, cluster)
  return clusters
}

function say(face: FontFace, cluster: Cluster): void {
  const own = cluster.glyphs.map(glyph => face.textOf(glyph.codepoint))
  let rest = cluster.text
  for (const known of own) if (known) rest = rest.replace(known, '')
  let widest = -1
  cluster.glyphs.forEach((glyph, i) => {
    if (own[i] !== undefined) return
    if (widest < 0 || (glyph.xAdvance ?? 0) > (cluster.glyphs[widest]?.xAdvance ?? 0)) widest = i
  })
  cluster.said = own.map((known, i) => known ?? (i === widest ? rest : ''))
  // A glyph that says nothing would be given back as some character of the reader's choice.
  cluster.exact = cluster.said.join('') === cluster.text && !cluster.said.includes('')
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
