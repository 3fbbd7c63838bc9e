import type { Gradient } from '../document/values.ts'
import { type Color, parseColor } from '../geometry/color.ts'
import { makeResource, type Resource } from './resources.ts'
import { colorOperands } from './surface.ts'
import { num, nums } from './syntax.ts'

interface Stop {
  offset: number
  color: Color
}

/** Colour stops in order, one at 0 and one at 1. A stop's own opacity (older Fabric) is part of its colour. */
function stopsOf(gradient: Gradient): Stop[] {
  const stops = gradient.colorStops
    .map(stop => {
      const color = parseColor(stop.color) ?? { r: 0, g: 0, b: 0, a: 1 }
      return {
        offset: Math.min(1, Math.max(0, stop.offset)),
        color: { ...color, a: color.a * (stop.opacity ?? 1) },
      }
    })
    .sort((a, b) => a.offset - b.offset)
  const first = stops[0]
  const last = stops.at(-1)
  if (!first || !last) return []
  return [
    ...(first.offset > 0 ? [{ ...first, offset: 0 }] : []),
    ...stops,
    ...(last.offset < 1 || stops.length === 1 ? [{ ...last, offset: 1 }] : []),
  ]
}

/** Whether any stop lets the background through. */
export const isTranslucent = (gradient: Gradient): boolean => stopsOf(gradient).some(s => s.color.a < 1)

/** A stitching function through the stops: each piece interpolates linearly, as the canvas does. */
function stitch(stops: readonly Stop[], values: (c: Color) => string): string {
  const pieces = stops.slice(1).map((stop, i) => {
    const before = stops[i] ?? stop
    return `<</FunctionType 2/Domain[0 1]/N 1/C0[${values(before.color)}]/C1[${values(stop.color)}]>>`
  })
  const inner = stops.slice(1, -1).map(s => s.offset)
  const encode = pieces.map(() => '0 1').join(' ')
  return `<</FunctionType 3/Domain[0 1]/Functions[${pieces.join('')}]/Bounds[${nums(inner, 5)}]/Encode[${encode}]>>`
}

/** A gradient as PDF shading, continued beyond both ends. `alpha` gives its opacity as greys, for a soft mask. */
export function makeShading(gradient: Gradient, channel: 'color' | 'alpha'): Resource {
  const stops = stopsOf(gradient)
  const { x1, y1, x2, y2, r1, r2 } = gradient.coords
  const linear = gradient.type === 'linear'
  const coords = nums(linear ? [x1, y1, x2, y2] : [x1, y1, r1, x2, y2, r2], 5)
  const fn = channel === 'color' ? stitch(stops, colorOperands) : stitch(stops, c => num(c.a, 4))
  const space = channel === 'color' ? '/DeviceRGB' : '/DeviceGray'
  const dict = `/ShadingType ${linear ? 2 : 3}/ColorSpace${space}/Coords[${coords}]/Extend[true true]/Function ${fn}`
  return makeResource('Shading', dict)
}
