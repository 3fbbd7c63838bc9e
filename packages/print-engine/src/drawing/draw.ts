import type { Element } from '../document/read-element.ts'
import { elementTypeOf } from '../elements/registry.ts'
import type { DrawContext } from '../elements/types.ts'
import { invert, type Matrix, multiply } from '../geometry/matrix.ts'
import { unsupportedFilters } from '../images/filters.ts'
import type { Surface } from '../pdf/surface.ts'
import { hides, isImage, isText } from '../personalise/bind.ts'
import { drawRole } from '../roles/registry.ts'
import { clipTo } from './clip.ts'
import { colorOf } from './paint.ts'
import { placement, type Size } from './placement.ts'
import { drawShadow } from './shadow.ts'
import { asTransparencyGroup, needsGroup } from './transparency.ts'

/** Draws one element with everything around it: place, clip path, shadow, background, opacity. */
export function drawElement(element: Element, surface: Surface, context: DrawContext): void {
  if (!element.visible || element.opacity === 0) return
  // A rule with Liquid in it was applied when the element was personalised.
  const rule = element.lettershop?.visible
  if (rule !== undefined && hides(rule)) return
  const type = elementTypeOf(element.type)
  if (!type) return
  const size: Size = type.measure?.(element, context) ?? element
  const measured: Element =
    size === element ? element : Object.assign(element, { width: size.width, height: size.height })
  const matrix = placement(measured, size, strokeSize(measured))
  if (!invert(matrix)) return
  reportEffects(element, context)
  surface.within(() => {
    surface.transform(matrix)
    const clip = measured.clipPath
    if (clip) clipTo(clip, clip.absolutePositioned ? absolute(surface) : undefined, surface, context)
    const draw = (target: Surface): void => {
      background(measured, size, target, context)
      if (measured.lettershop?.role && drawRole(measured, target, context)) return
      type.draw(measured, target, context)
    }
    drawShadow(measured, surface, context)
    if (needsGroup(measured)) asTransparencyGroup(measured.opacity, surface, draw)
    else {
      surface.dim(measured.opacity)
      draw(surface)
    }
  })
}

/** A butt-ended line has no stroke beyond its ends: Fabric leaves the pen's width out along it. */
function strokeSize(element: Element): Size {
  const w = element.strokeWidth
  if (element.type !== 'line' || element.strokeLineCap !== 'butt') return { width: w, height: w }
  return { width: element.height === 0 ? 0 : w, height: element.width === 0 ? 0 : w }
}

/** From the artboard to the element's own coordinates, for clip paths that stand on the artboard. */
function absolute(surface: Surface): Matrix | undefined {
  return invert(multiply(surface.toArtboard, surface.ctm))
}

function background(element: Element, size: Size, surface: Surface, context: DrawContext): void {
  if (!element.backgroundColor) return
  const color = colorOf(element.backgroundColor, `${element.path}.backgroundColor`, context)
  if (color.a === 0) return
  const [w, h] = [size.width + element.strokeWidth, size.height + element.strokeWidth]
  surface.opacity(color.a)
  surface.fillColor(color)
  surface.rectangle(-w / 2, -h / 2, w, h)
  surface.op('f')
}

/** Says which effects of Fabric are not drawn: never silently. */
export function reportEffects(element: Element, context: DrawContext): void {
  const say = (property: string, message: string): void => {
    context.report({ severity: 'warning', rule: 'not_drawn', path: `${element.path}.${property}`, message })
  }
  const composite = element.globalCompositeOperation
  if (composite && composite !== 'source-over') {
    const name = composite.slice(0, 30)
    say(
      'globalCompositeOperation',
      `The composite operation "${name}" is not drawn; the element is painted over what lies below it.`,
    )
  }
  if (isText(element) && element.onPath) {
    say('path', 'Text on a path is printed straight. Convert it to outlines in the design.')
  }
  if (isImage(element)) {
    for (const filter of unsupportedFilters(element.filters)) {
      say('filters', `The image filter "${filter.slice(0, 30)}" is not applied. Apply it to the image file.`)
    }
  }
}
