import type { Finding } from '../document/findings.ts'
import type { Element } from '../document/read-element.ts'
import { reportEffects } from '../drawing/draw.ts'
import { colorOf } from '../drawing/paint.ts'
import { resolveFonts } from '../drawing/text-fit.ts'
import type { DrawContext } from '../elements/types.ts'
import { type BoundElement, isText } from '../personalise/bind.ts'

/** Findings that are the same for every record: they are given once, with the design. */
const OF_DESIGN: ReadonlySet<Finding['rule']> = new Set(['not_drawn', 'font_missing', 'color_invalid'])

/** Whether a finding tells something about a record rather than about the design. */
export const concernsRecord = (finding: Finding): boolean => !OF_DESIGN.has(finding.rule)

/** Finds what is wrong with elements that are drawn for each record, before the first of them. */
export function rehearse(bound: BoundElement, context: DrawContext): void {
  const { element, children } = bound
  reportEffects(element, context)
  if (isText(element)) resolveFonts(element, context)
  reportColors(element, context)
  for (const child of children ?? []) rehearse(child, context)
}

function reportColors(element: Element, context: DrawContext): void {
  for (const key of ['fill', 'stroke'] as const) {
    const paint = element[key]
    if (typeof paint === 'string') colorOf(paint, `${element.path}.${key}`, context)
    else if (paint?.kind === 'pattern') {
      const message = 'A pattern fill is not drawn. Use an image with a clip path instead.'
      context.report({ severity: 'warning', rule: 'not_drawn', path: `${element.path}.${key}`, message })
    }
  }
}
