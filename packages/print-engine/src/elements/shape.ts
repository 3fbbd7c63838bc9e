import type { BaseElement } from '../document/values.ts'
import { fillOutline, strokeOutline } from '../drawing/paint.ts'
import type { Outline } from '../geometry/path.ts'
import type { Surface } from '../pdf/surface.ts'
import type { DrawContext } from './types.ts'

/** Fills and strokes an outline in the element's order. */
export function drawShape(
  element: BaseElement,
  outline: Outline,
  surface: Surface,
  context: DrawContext,
): void {
  if (outline.length === 0) return
  const passes = [fillOutline, strokeOutline]
  if (element.paintFirst === 'stroke') passes.reverse()
  for (const pass of passes) pass(element, outline, element, surface, context)
}
