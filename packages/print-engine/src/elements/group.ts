import { z } from 'zod'
import { type BaseElement, base } from '../document/values.ts'
import type { ElementType } from './types.ts'

/** Children are read by the reader, which knows all types and the depth. */
const schema = base.extend({
  objects: z.array(z.unknown()).default([]),
  // Groups have no stroke of their own that would count.
  strokeWidth: base.shape.strokeWidth.default(0),
})

export interface GroupElement extends BaseElement {
  objects: (BaseElement & { type: string })[]
}

/** Elements that move together; their coordinates are relative to the group's centre. */
export const group: ElementType<GroupElement> = {
  type: 'group',
  aliases: ['group', 'activeselection', 'active-selection'],
  schema,
  draw(element, surface, context) {
    for (const child of element.objects) context.draw(child, surface)
  },
}

/** Whether an element is a group, for those who walk the tree. */
export const isGroup = (
  element: BaseElement & { type: string },
): element is GroupElement & { type: string } => element.type === 'group'
