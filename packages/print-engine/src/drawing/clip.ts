import type { Element } from '../document/read-element.ts'
import { isGroup } from '../elements/group.ts'
import { elementTypeOf } from '../elements/registry.ts'
import type { DrawContext } from '../elements/types.ts'
import { IDENTITY, type Matrix, multiply } from '../geometry/matrix.ts'
import { type Segment, transformOutline } from '../geometry/path.ts'
import type { Surface } from '../pdf/surface.ts'
import { isText } from '../personalise/bind.ts'
import { placement } from './placement.ts'
import { textOutline } from './text-outline.ts'

/**
 * Clips what follows to an element's outline; groups clip to all outlines within them. The clip path's own clip path
 * narrows it further.
 * @param from transform from the clip path's parent coordinates to current ones, where they differ.
 */
export function clipTo(
  clip: Element,
  from: Matrix | undefined,
  surface: Surface,
  context: DrawContext,
): void {
  const parent = from ?? IDENTITY
  const outline = outlineOf(clip, parent, context)
  if (clip.inverted) {
    const [l, t, r, b] = surface.visibleBox()
    surface.clip([['M', l, t], ['L', r, t], ['L', r, b], ['L', l, b], ['Z'], ...outline], true)
  } else if (outline.length > 0) surface.clip(outline, clip.fillRule === 'evenodd')
  else {
    // An empty clip path hides everything.
    surface.rectangle(0, 0, 0, 0)
    surface.op('W n')
  }
  if (clip.clipPath) {
    const own = multiply(parent, placement(clip, measured(clip, context)))
    clipTo(clip.clipPath, clip.clipPath.absolutePositioned ? parent : own, surface, context)
  }
}

const measured = (element: Element, context: DrawContext): { width: number; height: number } =>
  elementTypeOf(element.type)?.measure?.(element, context) ?? element

function outlineOf(element: Element, parent: Matrix, context: DrawContext): Segment[] {
  const own = multiply(parent, placement(element, measured(element, context)))
  if (isGroup(element)) return (element.objects as Element[]).flatMap(child => outlineOf(child, own, context))
  if (isText(element)) return transformOutline(textOutline(element, context), own)
  const type = elementTypeOf(element.type)
  const outline = type?.outline?.(element)
  if (outline) return transformOutline(outline, own)
  const message = `A clip path of type ${element.type} is not drawn; its box is used. Use a shape.`
  context.report({ severity: 'warning', rule: 'not_drawn', path: element.path, message })
  const [w, h] = [element.width / 2, element.height / 2]
  return transformOutline([['M', -w, -h], ['L', w, -h], ['L', w, h], ['L', -w, h], ['Z']], own)
}
