import type { z } from 'zod'
import { type BaseElement, base } from '../document/values.ts'
import { fromPoints, type Segment } from '../geometry/path.ts'
import { drawShape } from './shape.ts'
import type { ElementType } from './types.ts'

export type TriangleElement = z.output<typeof base> & BaseElement

const outline = ({ width: w, height: h }: TriangleElement): Segment[] =>
  fromPoints(
    [
      { x: -w / 2, y: h / 2 },
      { x: 0, y: -h / 2 },
      { x: w / 2, y: h / 2 },
    ],
    true,
  )

/** A triangle standing on its base. */
export const triangle: ElementType<TriangleElement> = {
  type: 'triangle',
  aliases: ['triangle'],
  schema: base,
  outline,
  draw: (element, surface, context) => drawShape(element, outline(element), surface, context),
}
