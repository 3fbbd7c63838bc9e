import type { Element } from '../document/read-element.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Surface } from '../pdf/surface.ts'

/** Shadows are not drawn yet: said, never silent. */
export function drawShadow(
  element: Element,
  _surface: Surface,
  context: DrawContext,
  _draw: (s: Surface) => void,
): void {
  if (!element.shadow) return
  const message = 'The shadow is not drawn. Make it part of an image, or draw a shape in its place.'
  context.report({ severity: 'warning', rule: 'not_drawn', path: `${element.path}.shadow`, message })
}
