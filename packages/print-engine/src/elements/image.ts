import { z } from 'zod'
import { type BaseElement, base, number } from '../document/values.ts'
import { strokeOutline } from '../drawing/paint.ts'
import type { Segment } from '../geometry/path.ts'
import type { Surface } from '../pdf/surface.ts'
import { nums } from '../pdf/syntax.ts'
import type { DrawContext, ElementType } from './types.ts'

/** A data URI of 40 MB is an image of about 30 MB. */
const MAX_SRC = 40_000_000

const schema = base.extend({
  src: z.string().max(MAX_SRC).default(''),
  cropX: number.default(0),
  cropY: number.default(0),
  filters: z
    .array(z.record(z.string(), z.unknown()).nullable())
    .max(50)
    .nullish()
    .transform(list => list ?? []),
  strokeWidth: base.shape.strokeWidth.default(0),
})

export type ImageElement = z.output<typeof schema> & BaseElement

const outline = ({ width: w, height: h }: ImageElement): Segment[] => [
  ['M', -w / 2, -h / 2],
  ['L', w / 2, -h / 2],
  ['L', w / 2, h / 2],
  ['L', -w / 2, h / 2],
  ['Z'],
]

/** An image, cropped to the element's box. */
export const image: ElementType<ImageElement> = {
  type: 'image',
  aliases: ['image'],
  schema,
  outline,
  measure(element, context) {
    if (element.width > 0 && element.height > 0) return element
    const stored = context.images.get(element.src, element.filters, element.path)
    return { width: element.width || (stored?.width ?? 0), height: element.height || (stored?.height ?? 0) }
  },
  draw(element, surface, context) {
    const stored = context.images.get(element.src, element.filters, element.path)
    if (stored) {
      const cropX = Math.max(0, element.cropX)
      const cropY = Math.max(0, element.cropY)
      // What is beyond the image's edge stays empty, as in Fabric.
      const width = Math.min(element.width, stored.width - cropX)
      const height = Math.min(element.height, stored.height - cropY)
      const box = { x: -element.width / 2, y: -element.height / 2, width, height }
      if (width > 0 && height > 0) drawPart(stored, { x: cropX, y: cropY, width, height }, box, surface)
    }
    strokeOutline(element, outline(element), element, surface, context)
  },
}

interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

type Stored = NonNullable<ReturnType<DrawContext['images']['get']>>

/** Draws the part `from` of an image (in its pixels) into the box `to`. */
export function drawPart(stored: Stored, from: Rectangle, to: Rectangle, surface: Surface): void {
  surface.within(() => {
    const whole = from.x === 0 && from.y === 0 && from.width >= stored.width && from.height >= stored.height
    if (!whole) {
      surface.rectangle(to.x, to.y, to.width, to.height)
      surface.op('W n')
    }
    surface.opacity(1)
    const sx = (to.width / from.width) * stored.width
    const sy = (to.height / from.height) * stored.height
    const x = to.x - (from.x * to.width) / from.width
    const y = to.y - (from.y * to.height) / from.height
    // An image is one unit square standing on its foot; the canvas' y axis points down.
    surface.op(`${nums([sx, 0, 0, -sy, x, y + sy], 4)} cm`)
    surface.op(`/${surface.scope.use(stored.resource)} Do`)
  })
}
