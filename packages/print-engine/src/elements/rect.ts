import type { z } from 'zod'
import { type BaseElement, base, size } from '../document/values.ts'
import { KAPPA, type Segment } from '../geometry/path.ts'
import { drawShape } from './shape.ts'
import type { ElementType } from './types.ts'

const schema = base.extend({ rx: size.default(0), ry: size.default(0) })

export type RectElement = z.output<typeof schema> & BaseElement

function outline({ width: w, height: h, rx: rx0, ry: ry0 }: RectElement): Segment[] {
  const x = -w / 2
  const y = -h / 2
  const rx = Math.min(rx0, w / 2)
  const ry = Math.min(ry0, h / 2)
  if (rx === 0 && ry === 0) return [['M', x, y], ['L', x + w, y], ['L', x + w, y + h], ['L', x, y + h], ['Z']]
  const kx = (1 - KAPPA) * rx
  const ky = (1 - KAPPA) * ry
  return [
    ['M', x + rx, y],
    ['L', x + w - rx, y],
    ['C', x + w - kx, y, x + w, y + ky, x + w, y + ry],
    ['L', x + w, y + h - ry],
    ['C', x + w, y + h - ky, x + w - kx, y + h, x + w - rx, y + h],
    ['L', x + rx, y + h],
    ['C', x + kx, y + h, x, y + h - ky, x, y + h - ry],
    ['L', x, y + ry],
    ['C', x, y + ky, x + kx, y, x + rx, y],
    ['Z'],
  ]
}

/** A rectangle, with rounded corners. */
export const rect: ElementType<RectElement> = {
  type: 'rect',
  aliases: ['rect'],
  schema,
  outline,
  draw: (element, surface, context) => drawShape(element, outline(element), surface, context),
}
