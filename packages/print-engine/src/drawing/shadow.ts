import type { Element } from '../document/read-element.ts'
import { isGroup } from '../elements/group.ts'
import { elementTypeOf } from '../elements/registry.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Color } from '../geometry/color.ts'
import { IDENTITY, type Matrix, multiply, scaling } from '../geometry/matrix.ts'
import { type Segment, transformOutline } from '../geometry/path.ts'
import type { Surface } from '../pdf/surface.ts'
import { num } from '../pdf/syntax.ts'
import { isText } from '../personalise/bind.ts'
import { colorOf } from './paint.ts'
import { placement, type Size } from './placement.ts'
import { textOutline } from './text-outline.ts'

/** How far a blur reaches: a canvas' blur is twice its standard deviation. */
const REACH = 0.75
/** Rings that a soft edge is drawn with: more cannot be told apart in print. */
const RINGS = 10

/**
 * Draws an element's shadow: its outline, moved. A blurred edge is a stack of faint layers, which stays
 * vector and needs no resolution; it comes close to the canvas' Gaussian where it is seen.
 * Called with the element's own coordinates in force.
 */
export function drawShadow(element: Element, surface: Surface, context: DrawContext): void {
  const { shadow } = element
  if (!shadow) return
  const color = colorOf(shadow.color, `${element.path}.shadow.color`, context)
  if (color.a === 0) return
  const pieces = silhouette(element, IDENTITY, context)
  if (pieces.length === 0) return
  const scale = shadow.nonScaling ? { x: 1, y: 1 } : { x: element.scaleX, y: element.scaleY }
  surface.within(() => {
    // Canvas shadows are moved on the artboard, whatever the element's turn: the move is taken back through it.
    const back = unturned(element, shadow.offsetX * scale.x, shadow.offsetY * scale.y)
    surface.transform([1, 0, 0, 1, back.x, back.y])
    surface.fillColor(color)
    surface.dim(element.opacity)
    if (shadow.blur === 0) fill(pieces, color.a, surface)
    else if (pieces.length === 1 && !isText(element)) swell(pieces, element, shadow.blur, color.a, surface)
    else soften(pieces, shadow.blur, color, surface)
  })
}

function fill(pieces: readonly Segment[][], alpha: number, surface: Surface): void {
  surface.opacity(alpha)
  for (const piece of pieces) {
    surface.path(piece)
    surface.op('f')
  }
}

/** The shape from larger to smaller, each layer adding a little: the slope of a blur, for shapes of one piece. */
function swell(
  pieces: readonly Segment[][],
  size: Size,
  blur: number,
  alpha: number,
  surface: Surface,
): void {
  const reach = Math.min(REACH * blur, size.width / 2, size.height / 2)
  const step = 1 - (1 - alpha) ** (1 / (2 * RINGS))
  for (let layer = 0; layer < 2 * RINGS; layer++) {
    const by = reach * (1 - (layer + 0.5) / RINGS)
    const grown = scaling((size.width + 2 * by) / size.width, (size.height + 2 * by) / size.height)
    fill(
      pieces.map(piece => transformOutline(piece, grown)),
      step,
      surface,
    )
  }
}

/** Letters and groups: ever wider, faint strokes around them, then the shape itself. */
function soften(pieces: readonly Segment[][], blur: number, color: Color, surface: Surface): void {
  const step = 1 - (1 - color.a * 0.4) ** (1 / RINGS)
  surface.strokeColor(color)
  surface.op('1 j')
  surface.opacity(step)
  for (let ring = RINGS; ring >= 1; ring--) {
    surface.op(`${num((2 * REACH * blur * ring) / RINGS)} w`)
    for (const piece of pieces) {
      surface.path(piece)
      surface.op('S')
    }
  }
  fill(pieces, color.a * 0.7, surface)
}

/** What a move on the parent is in the element's own coordinates. */
function unturned(element: Element, dx: number, dy: number): { x: number; y: number } {
  const [a, b, c, d] = placement(element, element)
  const det = a * d - b * c
  return { x: (d * dx - c * dy) / det, y: (a * dy - b * dx) / det }
}

/** The outlines that cast the shadow, in the element's own coordinates. */
function silhouette(element: Element, at: Matrix, context: DrawContext): Segment[][] {
  if (isGroup(element)) {
    return (element.objects as Element[])
      .filter(child => child.visible)
      .flatMap(child => silhouette(child, multiply(at, placement(child, sizeOf(child, context))), context))
  }
  if (isText(element)) return [transformOutline(textOutline(element, context), at)]
  const outline = elementTypeOf(element.type)?.outline?.(element)
  return outline && outline.length > 0 ? [transformOutline(outline, at)] : []
}

const sizeOf = (element: Element, context: DrawContext): { width: number; height: number } =>
  elementTypeOf(element.type)?.measure?.(element, context) ?? element
