import type { TextElement } from '../elements/text.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Surface } from '../pdf/surface.ts'
import { graphemesOf } from '../text/graphemes.ts'
import { kernedWidths, type Line } from '../text/layout.ts'
import { colorOf, flood, strokeOutline, strokePaint, strokeStyle } from './paint.ts'
import { backgrounds, decorations } from './text-decoration.ts'
import { type FittedText, fittedText, type TextStyle } from './text-fit.ts'
import { textOutline } from './text-outline.ts'
import { TextPen } from './text-pen.ts'

/** A stretch of a line in one style, where it stands and how wide it is, in the element's coordinates. */
export interface Span {
  text: string
  style: TextStyle
  x: number
  width: number
  /** Added to each blank (justified lines) and after each grapheme (character spacing). */
  blank: number
  spacing: number
}

export interface PlacedLine {
  line: Line
  /** Base line, from the element's centre. */
  y: number
  spans: Span[]
}

/** Draws a text element: backgrounds, underlines, glyphs, then lines above and through, in Fabric's order. */
export function drawTextElement(element: TextElement, surface: Surface, context: DrawContext): void {
  const fittedLayout = fittedText(element, context)
  const lines = placeLines(element, fittedLayout, context)
  backgrounds(lines, fittedLayout.layout, element, surface, context)
  decorations('underline', lines, element, surface, context)
  glyphs(element, lines, fittedLayout, surface, context)
  decorations('overline', lines, element, surface, context)
  decorations('linethrough', lines, element, surface, context)
}

/** Where each stretch of each line stands. */
export function placeLines(
  element: TextElement,
  { spec, layout }: FittedText,
  context: DrawContext,
): PlacedLine[] {
  const spacing = (element.charSpacing * spec.style.fontSize) / 1000
  return layout.lines.map(line => {
    const y = line.baseline - layout.height / 2
    const blank = justification(element, line, layout.width)
    const width = blank > 0 ? layout.width : line.width
    const x = lineStart(element, line, width, layout.width)
    if (!spec.styleAt)
      return { line, y, spans: [{ text: line.text, style: spec.style, x, width, blank, spacing }] }
    const graphemes = graphemesOf(line.text)
    const widths = kernedWidths(spec, context.text, graphemes, line.hardLine, line.offset, spacing)
    const spans: Span[] = []
    let at = x
    graphemes.forEach((grapheme, i) => {
      const style = spec.styleAt?.(line.hardLine, line.offset + i) ?? spec.style
      const advance = (widths[i] ?? 0) + (isBlank(grapheme) ? blank : 0)
      const last = spans.at(-1)
      if (last && last.style === style) {
        last.text += grapheme
        last.width += advance
      } else spans.push({ text: grapheme, style, x: at, width: advance, blank, spacing })
      at += advance
    })
    return { line, y, spans }
  })
}

const isBlank = (grapheme: string): boolean => grapheme === ' ' || grapheme === '\t'

/** What each blank of a justified line grows by; 0 where the line is not justified. */
function justification(element: TextElement, line: Line, width: number): number {
  if (!element.textAlign.startsWith('justify')) return 0
  // Plain "justify" stretches the last line of a paragraph as well; the others do not.
  if (element.textAlign !== 'justify' && line.last) return 0
  const blanks = line.text.match(/[ \t]/g)?.length ?? 0
  return blanks > 0 && line.width < width ? (width - line.width) / blanks : 0
}

/** Left edge of a line, from the element's centre. */
function lineStart(element: TextElement, line: Line, width: number, boxWidth: number): number {
  let align: string = element.textAlign
  if (align.startsWith('justify')) {
    const side = element.direction === 'rtl' ? 'right' : 'left'
    align = align !== 'justify' && line.last ? align.slice('justify-'.length) : side
  }
  if (align === 'center') return -width / 2
  return align === 'right' ? boxWidth / 2 - width : -boxWidth / 2
}

function glyphs(
  element: TextElement,
  lines: PlacedLine[],
  text: FittedText,
  surface: Surface,
  context: DrawContext,
): void {
  const pen = new TextPen(surface, context, element)
  const { style } = text.spec
  const gradients = lines.some(l =>
    l.spans.some(s => s.style.fill !== null && typeof s.style.fill !== 'string'),
  )
  if (gradients) {
    gradientGlyphs(element, lines, text, surface, pen, context)
    return
  }
  if (element.paintFirst === 'stroke') strokeBelow(element, surface, context)
  let last: TextStyle | undefined
  surface.within(() => {
    const stroked = strokes(element, style)
    pen.begin()
    for (const { spans, y } of lines) {
      for (const span of spans) {
        if (span.style !== last) {
          last = span.style
          if (!setStyle(element, span.style, surface, context)) continue
        }
        pen.span(span, y)
      }
    }
    pen.end()
    if (stroked) surface.op('0 Tr')
  })
}

/** Whether glyphs are stroked along with their fill. Strokes below the fill are drawn before, as outlines. */
const strokes = (element: TextElement, style: TextStyle): boolean =>
  style.stroke !== null && style.strokeWidth > 0 && element.paintFirst !== 'stroke'

/** Text operators would put the text into the text layer twice. */
function strokeBelow(element: TextElement, surface: Surface, context: DrawContext): void {
  if (element.stroke === null || element.strokeWidth === 0) return
  strokeOutline(element, textOutline(element, context), fittedText(element, context).layout, surface, context)
}

/** Sets colours and drawing mode; false where nothing of the style can be seen. */
function setStyle(element: TextElement, style: TextStyle, surface: Surface, context: DrawContext): boolean {
  const path = `${element.path}.fill`
  const fill = typeof style.fill === 'string' ? colorOf(style.fill, path, context) : undefined
  const filled = fill !== undefined && fill.a > 0
  const outlined = strokes(element, style)
  if (fill && filled) {
    surface.opacity(fill.a)
    surface.fillColor(fill)
  }
  if (outlined) {
    const pen = { ...element, stroke: style.stroke, strokeWidth: style.strokeWidth }
    strokeStyle(pen, surface)
    strokePaint(pen, element, surface, context)
    surface.op(`${filled ? 2 : 1} Tr`)
  } else surface.op(filled ? '0 Tr' : '3 Tr')
  return true
}

/** Text filled with gradients: glyphs become the clip, the gradient is poured over it. */
function gradientGlyphs(
  element: TextElement,
  lines: PlacedLine[],
  { layout }: FittedText,
  surface: Surface,
  pen: TextPen,
  context: DrawContext,
): void {
  for (const { spans, y } of lines) {
    for (const span of spans) {
      const { fill } = span.style
      surface.within(() => {
        const isGradient = fill !== null && typeof fill !== 'string' && fill.kind === 'gradient'
        if (isGradient) surface.op('7 Tr')
        else setStyle(element, span.style, surface, context)
        pen.begin()
        pen.span(span, y)
        pen.end()
        if (isGradient) flood(fill, layout, surface)
      })
    }
  }
}
