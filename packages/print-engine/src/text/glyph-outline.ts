import type { FontFace } from '../fonts/face.ts'
import type { Matrix } from '../geometry/matrix.ts'
import { type Segment, transformOutline } from '../geometry/path.ts'
import { readPath } from '../geometry/svg-path.ts'
import { shapeGlyphs } from './shaper.ts'

const outlines = new WeakMap<FontFace, Map<number, Segment[]>>()

function glyphOutline(face: FontFace, glyph: number): Segment[] {
  let known = outlines.get(face)
  if (!known) {
    known = new Map()
    outlines.set(face, known)
  }
  let outline = known.get(glyph)
  if (!outline) {
    outline = readPath(face.font.glyphToPath(glyph))
    known.set(glyph, outline)
  }
  return outline
}

/** Text as outlines in ems, y down: for what text operators cannot do without printing the text twice. */
export function shapeOutline(
  face: FontFace,
  text: string,
  rtl: boolean,
  script: string,
): { outline: Segment[]; advance: number } {
  const scale = 1 / face.upem
  const outline: Segment[] = []
  let x = 0
  for (const { codepoint, xAdvance = 0, xOffset = 0, yOffset = 0 } of shapeGlyphs(face, text, rtl, script)) {
    const place: Matrix = [scale, 0, 0, -scale, (x + xOffset) * scale, -yOffset * scale]
    outline.push(...transformOutline(glyphOutline(face, codepoint), place))
    x += xAdvance
  }
  return { outline, advance: x * scale }
}
