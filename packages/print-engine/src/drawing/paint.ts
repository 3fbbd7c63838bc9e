import type { BaseElement, Gradient, Paint } from '../document/values.ts'
import type { DrawContext } from '../elements/types.ts'
import { BLACK, type Color, parseColor } from '../geometry/color.ts'
import { invert, type Matrix, multiply, scaling, translation } from '../geometry/matrix.ts'
import { type Outline, transformOutline } from '../geometry/path.ts'
import { makeResource, type Resource } from '../pdf/resources.ts'
import { isTranslucent, makeShading } from '../pdf/shading.ts'
import { Surface } from '../pdf/surface.ts'
import { num, nums } from '../pdf/syntax.ts'
import type { Size } from './placement.ts'
import { tile } from './tiling.ts'

/** The colour of a CSS text; one that cannot be read is black (as on a canvas) and a finding. */
export function colorOf(text: string, path: string, context: DrawContext): Color {
  const color = parseColor(text)
  if (color) return color
  const message = `The colour "${text.slice(0, 40)}" cannot be read; black is printed. Write it as #rrggbb or rgb(…).`
  context.report({ severity: 'warning', rule: 'color_invalid', path, message })
  return BLACK
}

/** From a gradient's or pattern's coordinates to the element's own, whose origin is its centre. */
export function paintMatrix(paint: Exclude<Paint, string | null>, size: Size): Matrix {
  const move = translation(-size.width / 2 + paint.offsetX, -size.height / 2 + paint.offsetY)
  const own = (paint.kind === 'gradient' ? paint.gradientTransform : paint.patternTransform) ?? [
    1, 0, 0, 1, 0, 0,
  ]
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = own
  const units =
    paint.kind === 'gradient' && paint.gradientUnits === 'percentage'
      ? scaling(size.width, size.height)
      : scaling(1)
  return multiply(multiply(move, units), [a, b, c, d, e, f])
}

/** Opacity by soft mask, for gradients that fade out. Holds from here to the next restore, in current coordinates. */
function fade(gradient: Gradient, surface: Surface): Resource {
  const mask = new Surface()
  mask.op(`/${mask.scope.use(makeShading(gradient, 'alpha'))} sh`)
  const box = nums(surface.visibleBox(), 2)
  const form = makeResource(
    'XObject',
    `/Type/XObject/Subtype/Form/BBox[${box}]/Group<</S/Transparency/CS/DeviceGray>>/Resources${mask.scope.dictionary()}`,
    { stream: Buffer.from(mask.content, 'latin1'), uses: [...mask.scope.used.values()] },
  )
  const dict = `/Type/ExtGState/SMask<</Type/Mask/S/Luminosity/G %%${form.name}%%>>`
  return makeResource('ExtGState', dict, { uses: [form] })
}

/** Paints a gradient over everything inside the current clip. */
export function flood(gradient: Gradient, size: Size, surface: Surface): void {
  surface.transform(paintMatrix(gradient, size))
  if (isTranslucent(gradient)) surface.op(`/${surface.scope.use(fade(gradient, surface))} gs`)
  surface.opacity(1)
  surface.op(`/${surface.scope.use(makeShading(gradient, 'color'))} sh`)
}

/** Fills an outline of `element` with its fill. */
export function fillOutline(
  element: BaseElement,
  outline: Outline,
  size: Size,
  surface: Surface,
  context: DrawContext,
): void {
  const { fill } = element
  if (fill === null) return
  const evenOdd = element.fillRule === 'evenodd'
  if (typeof fill === 'string') {
    const color = colorOf(fill, `${element.path}.fill`, context)
    if (color.a === 0) return
    surface.opacity(color.a)
    surface.fillColor(color)
    surface.path(outline)
    surface.op(evenOdd ? 'f*' : 'f')
    return
  }
  surface.within(() => {
    surface.clip(outline, evenOdd)
    if (fill.kind === 'gradient') flood(fill, size, surface)
    else tile(fill, size, element.path, surface, context)
  })
}

const CAPS = { butt: 0, round: 1, square: 2 }
const JOINS: Readonly<Record<string, number>> = { miter: 0, round: 1, bevel: 2 }

/** Sets line width, ends, joins and dashes. */
export function strokeStyle(element: BaseElement, surface: Surface): void {
  surface.op(`${num(element.strokeWidth)} w`)
  const cap = CAPS[element.strokeLineCap]
  const join = JOINS[element.strokeLineJoin] ?? 0
  if (cap) surface.op(`${cap} J`)
  if (join) surface.op(`${join} j`)
  // PDF has no miter limit below 1.
  if (join === 0) surface.op(`${num(Math.max(1, element.strokeMiterLimit))} M`)
  const dashes = element.strokeDashArray
  if (dashes?.some(d => d > 0)) {
    const list = dashes.length % 2 === 1 ? [...dashes, ...dashes] : dashes
    surface.op(`[${nums(list)}] ${num(element.strokeDashOffset)} d`)
  }
}

/** Sets the colour of strokes; gradients become patterns in the stream's own space. Returns false for "nothing". */
export function strokePaint(
  element: BaseElement,
  size: Size,
  surface: Surface,
  context: DrawContext,
): boolean {
  const { stroke } = element
  if (stroke === null || element.strokeWidth === 0) return false
  if (typeof stroke === 'string') {
    const color = colorOf(stroke, `${element.path}.stroke`, context)
    if (color.a === 0) return false
    surface.opacity(color.a)
    surface.strokeColor(color)
    return true
  }
  if (stroke.kind === 'pattern') {
    const message =
      'A stroke cannot be filled with a pattern; it is printed black. Use a colour or a gradient.'
    context.report({ severity: 'warning', rule: 'not_drawn', path: `${element.path}.stroke`, message })
    surface.strokeColor(BLACK)
    return true
  }
  const matrix = paintMatrix(stroke, size)
  if (isTranslucent(stroke)) {
    const back = invert(matrix)
    if (back) {
      surface.transform(matrix)
      surface.op(`/${surface.scope.use(fade(stroke, surface))} gs`)
      surface.transform(back)
    }
  }
  surface.opacity(1)
  const shading = makeShading(stroke, 'color')
  const dict = `/Type/Pattern/PatternType 2/Shading %%${shading.name}%%/Matrix[${nums(multiply(surface.ctm, matrix), 5)}]`
  surface.op(`/Pattern CS /${surface.scope.use(makeResource('Pattern', dict, { uses: [shading] }))} SCN`)
  return true
}

/** Strokes an outline of `element` with its stroke. */
export function strokeOutline(
  element: BaseElement,
  outline: Outline,
  size: Size,
  surface: Surface,
  context: DrawContext,
): void {
  surface.within(() => {
    if (!strokePaint(element, size, surface, context)) return
    if (!element.strokeUniform) {
      strokeStyle(element, surface)
      surface.path(outline)
    } else {
      // The path is scaled with the element, the pen is not: PDF has no operator between path and stroke, so the
      // path is scaled here and the coordinates are turned back.
      const [sx, sy] = [element.scaleX || 1, element.scaleY || 1]
      surface.transform(scaling(1 / sx, 1 / sy))
      strokeStyle(element, surface)
      surface.path(transformOutline(outline, scaling(sx, sy)))
    }
    surface.op('S')
  })
}
