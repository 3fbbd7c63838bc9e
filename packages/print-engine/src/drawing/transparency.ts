import type { Element } from '../document/read-element.ts'
import { makeResource } from '../pdf/resources.ts'
import type { Surface } from '../pdf/surface.ts'
import { nums } from '../pdf/syntax.ts'

/** Whether parts of an element lie over one another, so that each alone made transparent would show through. */
export function needsGroup(element: Element): boolean {
  if (element.opacity >= 1) return false
  if (element.type === 'group') return (element.objects?.length ?? 0) > 1
  const text = element.type === 'text' || element.type === 'textbox'
  return (
    text ||
    (element.fill !== null && element.stroke !== null && element.strokeWidth > 0) ||
    Boolean(element.backgroundColor)
  )
}

/** Draws into a form that is made transparent as a whole. */
export function asTransparencyGroup(
  opacity: number,
  surface: Surface,
  draw: (target: Surface) => void,
): void {
  const target = surface.sub()
  draw(target)
  surface.dim(opacity)
  surface.opacity(1)
  surface.op(`/${surface.scope.use(toForm(target, '/Group<</S/Transparency>>'))} Do`)
}

/** A finished surface as form XObject. */
export function toForm(surface: Surface, extra = ''): ReturnType<typeof makeResource> {
  const box = nums(surface.artboardBox(), 2)
  const dict = `/Type/XObject/Subtype/Form/BBox[${box}]${extra}/Resources${surface.scope.dictionary()}`
  return makeResource('XObject', dict, {
    stream: Buffer.from(surface.content, 'latin1'),
    uses: [...surface.scope.used.values()],
    fonts: [...surface.scope.fonts],
  })
}
