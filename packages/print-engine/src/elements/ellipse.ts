import type { z } from 'zod'
import { type BaseElement, base, size } from '../document/values.ts'
import { ellipse as ellipseOutline } from '../geometry/path.ts'
import { drawShape } from './shape.ts'
import type { ElementType } from './types.ts'

const schema = base.extend({ rx: size.default(0), ry: size.default(0) })

export type EllipseElement = z.output<typeof schema> & BaseElement

/** An ellipse. */
export const ellipse: ElementType<EllipseElement> = {
  type: 'ellipse',
  aliases: ['ellipse'],
  schema,
  finish: element => ({ ...element, width: element.rx * 2, height: element.ry * 2 }),
  outline: element => ellipseOutline(element.rx, element.ry),
  draw: (element, surface, context) =>
    drawShape(element, ellipseOutline(element.rx, element.ry), surface, context),
}
