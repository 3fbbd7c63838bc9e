import { z } from 'zod'
import { type BaseElement, base, number, size } from '../document/values.ts'
import { ellipse, type Segment } from '../geometry/path.ts'
import { arcCurves } from '../geometry/svg-path.ts'
import { drawShape } from './shape.ts'
import type { ElementType } from './types.ts'

const schema = base.extend({
  radius: size.default(0),
  /** Degrees; Fabric 4 and older save radians, which the reader has turned into degrees. */
  startAngle: number.default(0),
  endAngle: number.default(360),
  counterClockwise: z.boolean().default(false),
})

export type CircleElement = z.output<typeof schema> & BaseElement

function outline({ radius, startAngle, endAngle, counterClockwise }: CircleElement): Segment[] {
  const start = (startAngle * Math.PI) / 180
  let delta = ((endAngle - startAngle) * Math.PI) / 180
  const full = 2 * Math.PI
  if (Math.abs(delta) >= full - 1e-6) return ellipse(radius, radius)
  if (counterClockwise && delta > 0) delta -= full
  if (!counterClockwise && delta < 0) delta += full
  // An arc is not closed: filling joins its ends, stroking does not.
  return [
    ['M', radius * Math.cos(start), radius * Math.sin(start)],
    ...arcCurves(radius, radius, start, delta).map((c): Segment => ['C', ...c]),
  ]
}

/** A circle or an arc of one. */
export const circle: ElementType<CircleElement> = {
  type: 'circle',
  aliases: ['circle'],
  schema,
  finish: element => ({ ...element, width: element.radius * 2, height: element.radius * 2 }),
  outline,
  draw: (element, surface, context) => drawShape(element, outline(element), surface, context),
}
