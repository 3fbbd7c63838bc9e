import type { TextElement } from '../elements/text.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Surface } from '../pdf/surface.ts'
import type { TextLayout } from '../text/layout.ts'
import { colorOf } from './paint.ts'
import type { PlacedLine } from './text.ts'

/** Where Fabric draws decorations, in font sizes from the base line; all are 1/15 of the font size thick. */
const OFFSETS = { underline: 0.1, linethrough: -0.28167, overline: -0.81333 }
const ALIGN = { underline: 0, linethrough: 0.5, overline: 1 }
const THICKNESS = 66.667 / 1000

export type Decoration = keyof typeof OFFSETS

/** Fills behind characters that have a background of their own or of the element. */
export function backgrounds(
  lines: PlacedLine[],
  layout: TextLayout,
  element: TextElement,
  surface: Surface,
  context: DrawContext,
): void {
  for (const { line, spans } of lines) {
    for (const span of spans) {
      const { background } = span.style
      if (!background) continue
      const color = colorOf(background, `${element.path}.textBackgroundColor`, context)
      if (color.a === 0) continue
      surface.opacity(color.a)
      surface.fillColor(color)
      surface.rectangle(span.x, line.top - layout.height / 2, span.width, line.height)
      surface.op('f')
    }
  }
}

/** Lines under, over and through text, in the colour of the text. */
export function decorations(
  kind: Decoration,
  lines: PlacedLine[],
  element: TextElement,
  surface: Surface,
  context: DrawContext,
): void {
  for (const { spans, y } of lines) {
    spans.forEach((span, i) => {
      const { style } = span
      if (!style[kind] || span.width <= 0 || typeof style.fill !== 'string') return
      const color = colorOf(style.fill, `${element.path}.fill`, context)
      if (color.a === 0) return
      const thickness = style.fontSize * THICKNESS
      const top = y + OFFSETS[kind] * style.fontSize + style.deltaY - ALIGN[kind] * thickness
      // Spacing after the last character is not decorated.
      const width = i === spans.length - 1 && spans.length > 1 ? span.width - span.spacing : span.width
      surface.opacity(color.a)
      surface.fillColor(color)
      surface.rectangle(span.x, top, width, thickness)
      surface.op('f')
    })
  }
}
