import type { z } from 'zod'
import type { Finding } from '../document/findings.ts'
import type { BaseElement } from '../document/values.ts'
import type { Outline } from '../geometry/path.ts'
import type { ImageStore } from '../images/store.ts'
import type { Surface } from '../pdf/surface.ts'
import type { TextEngine } from '../text/engine.ts'

/** What drawing needs besides the surface. */
export interface DrawContext {
  text: TextEngine
  images: ImageStore
  report(finding: Finding): void
  /** Draws any element; groups draw their children with it. */
  draw(element: BaseElement & { type: string }, surface: Surface): void
}

/**
 * One type of element: how its JSON is read, how large it is, what its outline is, how it is drawn. Coordinates of
 * drawing are the element's own: origin in its centre, y down, before scaling and turning.
 */
export interface ElementType<E extends BaseElement = BaseElement> {
  /** The type's name in our model. */
  type: string
  /** The names that Fabric's versions give it, in lower case. */
  aliases: readonly string[]
  schema: z.ZodType
  /** What the schema cannot say, such as a size that follows from points. Throws ZodError or PathDataError. */
  finish?(element: E): E
  /** Size as drawn, where it is not width and height of the JSON (text is measured). */
  measure?(element: E, context: DrawContext): { width: number; height: number }
  /** The shape for filling, stroking and clipping; text and groups have none. */
  outline?(element: E): Outline
  draw(element: E, surface: Surface, context: DrawContext): void
}
