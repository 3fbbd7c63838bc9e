import type { Element } from '../document/read-element.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Surface } from '../pdf/surface.ts'
import { drawBarcode } from './barcode.ts'
import { drawFittedImage } from './image.ts'
import { drawQr } from './qr.ts'

/** Draws an element by its role; false where it is drawn as what it is (address blocks and indicia are texts). */
export function drawRole(element: Element, surface: Surface, context: DrawContext): boolean {
  switch (element.lettershop?.role) {
    case 'qr':
      drawQr(element, surface, context)
      return true
    case 'image':
      drawFittedImage(element, surface, context)
      return true
    case 'barcode':
      drawBarcode(element, surface, context)
      return true
    default:
      return false
  }
}
