/** The rarer Fabric objects, used by the second and third design. */

import type { FabricObject } from './fabric.ts'
import { bounds } from './path-bounds.ts'

type More = { readonly [property: string]: unknown }
type Point = readonly [number, number]
const base = { originX: 'left', originY: 'top', strokeWidth: 0 } as const

/** An ellipse by its middle. */
export const ellipse = (x: number, y: number, rx: number, ry: number, more: More): FabricObject => ({
  type: 'Ellipse',
  ...base,
  left: x - rx,
  top: y - ry,
  width: rx * 2,
  height: ry * 2,
  rx,
  ry,
  ...more,
})

/** A triangle that stands on its base. */
export const triangle = (
  left: number,
  top: number,
  width: number,
  height: number,
  more: More,
): FabricObject => ({
  type: 'Triangle',
  ...base,
  left,
  top,
  width,
  height,
  ...more,
})

/** A closed polygon, or an open polyline, through points of the page. */
export function poly(
  type: 'Polygon' | 'Polyline',
  points: readonly Point[],
  more: More & { strokeWidth?: number },
): FabricObject {
  const box = bounds(points.map(([x, y], i) => [i ? 'L' : 'M', x, y]))
  const half = (more.strokeWidth ?? 0) / 2
  return {
    type,
    ...base,
    ...box,
    left: box.left - half,
    top: box.top - half,
    points: points.map(([x, y]) => ({ x, y })),
    ...more,
  }
}

/** A flower of ellipses around a disc; the same figure as in the pictures, drawn as vectors. */
export function blossom(x: number, y: number, radius: number, colour: string, heart: string): FabricObject[] {
  const petals = Array.from(
    { length: 8 },
    (_, i): FabricObject => ({
      ...ellipse(0, 0, radius * 0.2, radius * 0.36, { fill: colour, opacity: 0.92 }),
      originX: 'center',
      originY: 'center',
      left: x + Math.sin((i * Math.PI) / 4) * radius * 0.62,
      top: y - Math.cos((i * Math.PI) / 4) * radius * 0.62,
      angle: i * 45,
    }),
  )
  return [...petals, ellipse(x, y, radius * 0.25, radius * 0.25, { fill: heart })]
}

/** A plant pot with one blossom: polygon, triangle leaves, line and ellipses. */
export function pot(left: number, top: number, colour: string): FabricObject[] {
  return [
    poly(
      'Polyline',
      [
        [left + 20, top + 42],
        [left + 19, top + 32],
        [left + 20, top + 20],
      ],
      { fill: null, stroke: '#4f7446', strokeWidth: 2.2 },
    ),
    triangle(left + 8, top + 28, 11, 15, { fill: '#4f7446', angle: -8 }),
    triangle(left + 22, top + 27, 11, 15, { fill: '#6f9448', angle: 8 }),
    ...blossom(left + 20, top + 14, 13, colour, '#f0a43a'),
    poly(
      'Polygon',
      [
        [left + 5, top + 42],
        [left + 35, top + 42],
        [left + 31, top + 66],
        [left + 9, top + 66],
      ],
      { fill: '#b9603f' },
    ),
    poly(
      'Polygon',
      [
        [left + 2, top + 40],
        [left + 38, top + 40],
        [left + 38, top + 47],
        [left + 2, top + 47],
      ],
      { fill: '#cb7350' },
    ),
  ]
}
