import { z } from 'zod'
import { type BaseElement, base } from '../document/values.ts'
import { translation } from '../geometry/matrix.ts'
import { boundsOf, type Segment, transformOutline } from '../geometry/path.ts'
import { MAX_PATH_SEGMENTS, readPath } from '../geometry/svg-path.ts'
import { drawShape } from './shape.ts'
import type { ElementType } from './types.ts'

/** Path text beyond this is refused before it is read. */
const MAX_PATH_TEXT = 8_000_000

const schema = base.extend({
  path: z.union([z.string().max(MAX_PATH_TEXT), z.array(z.unknown()).max(MAX_PATH_SEGMENTS)]).default([]),
})

export type PathElement = Omit<z.output<typeof schema>, 'path'> & BaseElement & { outline: Segment[] }

/** Any outline of lines and curves. */
export const path: ElementType<PathElement> = {
  type: 'path',
  aliases: ['path'],
  schema: schema.transform(({ path: data, ...rest }) => {
    const outline = readPath(data)
    const box = boundsOf(outline)
    // The element's centre is the centre of the box around the path.
    const centred = transformOutline(
      outline,
      translation(-box.left - box.width / 2, -box.top - box.height / 2),
    )
    return { ...rest, outline: centred, width: box.width, height: box.height }
  }),
  outline: element => element.outline,
  draw: (element, surface, context) => drawShape(element, element.outline, surface, context),
}
