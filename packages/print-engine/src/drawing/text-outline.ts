import type { TextElement } from '../elements/text.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Matrix } from '../geometry/matrix.ts'
import { type Segment, transformOutline } from '../geometry/path.ts'
import { visualRuns } from '../text/bidi.ts'
import { graphemesOf } from '../text/graphemes.ts'
import { placeLines, type Span } from './text.ts'
import { fittedText } from './text-fit.ts'

/** A text element's glyphs as one outline, from its centre: for shadows, clip paths, strokes below the fill. */
export function textOutline(element: TextElement, context: DrawContext): Segment[] {
  const lines = placeLines(element, fittedText(element, context), context)
  return lines.flatMap(({ spans, y }) => spans.flatMap(span => spanOutline(span, y, element, context)))
}

function spanOutline(span: Span, y: number, element: TextElement, context: DrawContext): Segment[] {
  const { font, fontSize, deltaY } = span.style
  const out: Segment[] = []
  let x = span.x
  for (const run of visualRuns(span.text, element.direction)) {
    const whole = span.blank === 0 && span.spacing === 0
    const parts = whole ? [run.text] : span.spacing === 0 ? run.text.split(/([ \t])/) : graphemesOf(run.text)
    if (run.rtl) parts.reverse()
    for (const part of parts) {
      const { outline, advance } = context.text.outline(font, part, run.rtl)
      const place: Matrix = [fontSize, 0, 0, fontSize, x, y + deltaY]
      out.push(...transformOutline(outline, place))
      x += advance * fontSize + (part ? span.spacing : 0) + (part === ' ' || part === '\t' ? span.blank : 0)
    }
  }
  return out
}
