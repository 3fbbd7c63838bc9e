import type { Pattern } from '../document/values.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Surface } from '../pdf/surface.ts'
import type { Size } from './placement.ts'

/** Repeats a pattern's image over everything inside the current clip. */
export function tile(
  _pattern: Pattern,
  _size: Size,
  path: string,
  _surface: Surface,
  context: DrawContext,
): void {
  const message = 'A pattern fill is not drawn. Use an image with a clip path instead.'
  context.report({ severity: 'warning', rule: 'not_drawn', path: `${path}.fill`, message })
}
