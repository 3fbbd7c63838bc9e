import { z } from 'zod'
import { type BaseElement, base, number } from '../document/values.ts'
import { boundsOf, fromPoints, type Segment } from '../geometry/path.ts'
import { drawShape } from './shape.ts'
import type { ElementType } from './types.ts'

const MAX_POINTS = 100_000

const schema = base.extend({
  points: z
    .array(z.object({ x: number, y: number }))
    .max(MAX_POINTS)
    .default([]),
})

export type PolygonElement = z.output<typeof schema> & BaseElement

/** Points are saved as they were drawn; the element's centre is the centre of the box around them. */
function outlineOf(element: PolygonElement, closed: boolean): Segment[] {
  const box = boundsOf(fromPoints(element.points, false))
  const cx = box.left + box.width / 2
  const cy = box.top + box.height / 2
  return fromPoints(
    element.points.map(p => ({ x: p.x - cx, y: p.y - cy })),
    closed,
  )
}

function make(type: string, closed: boolean): ElementType<PolygonElement> {
  return {
    type,
    aliases: [type],
    schema,
    finish(element) {
      const { width, height } = boundsOf(fromPoints(element.points, false))
      return { ...element, width, height }
    },
    outline: element => outlineOf(element, closed),
    draw: (element, surface, context) => drawShape(element, outlineOf(element, closed), surface, context),
  }
}

/** A closed shape through points. */
export const polygon = make('polygon', true)

/** An open line through points; a fill joins its ends. */
export const polyline = make('polyline', false)
