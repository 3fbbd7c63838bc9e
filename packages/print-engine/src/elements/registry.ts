import { circle } from './circle.ts'
import { ellipse } from './ellipse.ts'
import { group } from './group.ts'
import { image } from './image.ts'
import { line } from './line.ts'
import { path } from './path.ts'
import { polygon, polyline } from './polygon.ts'
import { rect } from './rect.ts'
import { text, textbox } from './text.ts'
import { triangle } from './triangle.ts'
import type { ElementType } from './types.ts'

const TYPES: readonly ElementType[] = [
  text,
  textbox,
  image,
  rect,
  circle,
  ellipse,
  triangle,
  line,
  polyline,
  polygon,
  path,
  group,
]

const byName = new Map(TYPES.flatMap(type => [type.type, ...type.aliases].map(name => [name, type] as const)))

/** The element type that Fabric calls `name` in any of its versions ("i-text", "IText", "Textbox"). */
export const elementTypeOf = (name: string): ElementType | undefined => byName.get(name.toLowerCase())

/** Names of all types, for messages. */
export const ELEMENT_TYPES: readonly string[] = TYPES.map(type => type.type)
