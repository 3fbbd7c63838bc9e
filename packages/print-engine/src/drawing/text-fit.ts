import type { Finding } from '../document/findings.ts'
import type { Paint } from '../document/values.ts'
import type { TextElement } from '../elements/text.ts'
import type { CharStyle } from '../elements/text-styles.ts'
import type { DrawContext } from '../elements/types.ts'
import type { FontStyle } from '../text/engine.ts'
import { layoutText, type TextLayout, type TextSpec } from '../text/layout.ts'

/** Everything that drawing a character depends on. */
export interface TextStyle extends FontStyle {
  fill: Paint
  stroke: Paint
  strokeWidth: number
  background: string | null
  deltaY: number
  underline: boolean
  overline: boolean
  linethrough: boolean
}

export interface FittedText {
  spec: TextSpec<TextStyle>
  layout: TextLayout
}

/** The smallest size that text shrinks to unless the design says otherwise, in points. */
const DEFAULT_MIN_FONT_POINTS = 6

/** How much a text may stand out of its saved box: editors round sizes to two decimals. */
const TOLERANCE = 0.51

const weights: Readonly<Record<string, number>> = { normal: 400, bold: 700, lighter: 300, bolder: 700 }

/** A CSS font weight as number. */
export function weightOf(weight: string | number): number {
  const value = typeof weight === 'number' ? weight : (weights[weight.toLowerCase()] ?? Number(weight))
  return Number.isFinite(value) && value > 0 ? value : 400
}

function styleOf(
  element: TextElement,
  own: CharStyle | undefined,
  scale: number,
  context: DrawContext,
): TextStyle {
  const get = <K extends keyof CharStyle & keyof TextElement>(key: K) => own?.[key] ?? element[key]
  const weight = weightOf(get('fontWeight'))
  const italic = /italic|oblique/.test(get('fontStyle'))
  const font = context.text.fonts.choose(get('fontFamily'), weight, italic, element.path)
  return {
    font,
    fontKey: font.key,
    fontSize: get('fontSize') * scale,
    fill: own?.fill === undefined ? element.fill : own.fill,
    stroke: own?.stroke === undefined ? element.stroke : own.stroke,
    strokeWidth: get('strokeWidth'),
    background:
      (own?.textBackgroundColor === undefined ? element.textBackgroundColor : own.textBackgroundColor) ||
      null,
    deltaY: (own?.deltaY ?? 0) * scale,
    underline: get('underline'),
    overline: get('overline'),
    linethrough: get('linethrough'),
  }
}

/** Chooses the fonts of a text, so that missing ones are known before the first page. */
export function resolveFonts(element: TextElement, context: DrawContext): void {
  styleOf(element, undefined, 1, context)
  for (const row of element.grid.values()) for (const own of row.values()) styleOf(element, own, 1, context)
}

function specOf(element: TextElement, scale: number, context: DrawContext): TextSpec<TextStyle> {
  const style = styleOf(element, undefined, scale, context)
  const { text, wrap, width, splitByGrapheme, charSpacing, lineHeight } = element
  const spec: TextSpec<TextStyle> = { text, wrap, width, splitByGrapheme, charSpacing, lineHeight, style }
  if (element.grid.size === 0) return spec
  const made = new Map<CharStyle, TextStyle>()
  const styleAt = (line: number, index: number): TextStyle => {
    const own = element.grid.get(line)?.get(index)
    if (!own) return style
    let full = made.get(own)
    if (!full) {
      full = styleOf(element, own, scale, context)
      made.set(own, full)
    }
    return full
  }
  return { ...spec, styleAt }
}

const fitted = new WeakMap<TextElement, FittedText>()

/** The text of an element laid out, shrunk to its box where the element asks for it. */
export function fittedText(element: TextElement, context: DrawContext): FittedText {
  const known = fitted.get(element)
  if (known) return known
  const result = element.lettershop?.fit === 'shrink' ? shrink(element, context) : lay(element, 1, context)
  fitted.set(element, result)
  return result
}

function lay(element: TextElement, scale: number, context: DrawContext): FittedText {
  const spec = specOf(element, scale, context)
  return { spec, layout: layoutText(spec, context.text) }
}

function fits(element: TextElement, layout: TextLayout): boolean {
  return layout.width <= element.saved.width + TOLERANCE && layout.height <= element.saved.height + TOLERANCE
}

/** The largest size that fits, to a hundredth of the font size; at the floor the text stays as it is, with a finding. */
function shrink(element: TextElement, context: DrawContext): FittedText {
  const full = lay(element, 1, context)
  if (fits(element, full.layout) || element.fontSize <= 0) return full
  const floor = Math.min(1, (element.lettershop?.minFontSize ?? DEFAULT_MIN_FONT_POINTS) / element.fontSize)
  const smallest = lay(element, floor, context)
  if (!fits(element, smallest.layout)) {
    const size = Math.round(element.fontSize * floor * 10) / 10
    const message = `The text does not fit its box even at size ${size}. Shorten it, enlarge the box or allow smaller type.`
    context.report({ severity: 'warning', rule: 'overflow', path: element.path, message } satisfies Finding)
    return smallest
  }
  let low = floor
  let high = 1
  let best = smallest
  while (high - low > 0.01) {
    const middle = (low + high) / 2
    const attempt = lay(element, middle, context)
    if (fits(element, attempt.layout)) {
      low = middle
      best = attempt
    } else high = middle
  }
  return best
}
