import type { z } from 'zod'
import { type BaseElement, base, number } from '../document/values.ts'
import { strokeOutline } from '../drawing/paint.ts'
import { fromPoints, type Segment } from '../geometry/path.ts'
import type { ElementType } from './types.ts'

const schema = base.extend({
  x1: number.default(0),
  y1: number.default(0),
  x2: number.default(0),
  y2: number.default(0),
})

export type LineElement = z.output<typeof schema> & BaseElement

/** Only the direction of the saved points counts; where the line lies follows from left and top. */
function outline({ x1, y1, x2, y2 }: LineElement): Segment[] {
  const dx = (x2 - x1) / 2
  const dy = (y2 - y1) / 2
  return fromPoints(
    [
      { x: -dx, y: -dy },
      { x: dx, y: dy },
    ],
    false,
  )
}

/** A straight line. */
export const line: ElementType<LineElement> = {
  type: 'line',
  aliases: ['line'],
  schema,
  finish: element => ({
    ...element,
    width: Math.abs(element.x2 - element.x1),
    height: Math.abs(element.y2 - element.y1),
  }),
  outline,
  draw: (element, surface, context) => strokeOutline(element, outline(element), element, surface, context),
}
