import type { BaseElement } from '../document/values.ts'
import { drawPart } from '../elements/image.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Surface } from '../pdf/surface.ts'

/** Draws an image of the record into the element's box: covering it (default), within it, or stretched. */
export function drawFittedImage(element: BaseElement, surface: Surface, context: DrawContext): void {
  const { src = '', fit = 'cover' } = element.lettershop ?? {}
  const stored = context.images.get(src, [], `${element.path}.lettershop`)
  if (!stored) return
  const { width, height } = element
  const box = { x: -width / 2, y: -height / 2, width, height }
  const whole = { x: 0, y: 0, width: stored.width, height: stored.height }
  const scales = [width / stored.width, height / stored.height]
  if (fit === 'fill') drawPart(stored, whole, box, surface)
  else if (fit === 'contain') {
    const scale = Math.min(...scales)
    const [w, h] = [stored.width * scale, stored.height * scale]
    drawPart(stored, whole, { x: -w / 2, y: -h / 2, width: w, height: h }, surface)
  } else {
    const scale = Math.max(...scales)
    const [w, h] = [width / scale, height / scale]
    drawPart(
      stored,
      { x: (stored.width - w) / 2, y: (stored.height - h) / 2, width: w, height: h },
      box,
      surface,
    )
  }
}
