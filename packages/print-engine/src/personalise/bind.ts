import type { FindingList } from '../document/findings.ts'
import type { Element } from '../document/read-element.ts'
import type { Lettershop } from '../document/values.ts'
import type { ImageElement } from '../elements/image.ts'
import type { TextElement } from '../elements/text.ts'
import { type DataRecord, isTemplate, Template, TemplateError } from './liquid.ts'
import { markStyles, readMarks } from './styled.ts'

/** Says how one part of an element follows from a record. */
interface Binding {
  path: string
  template: Template
  apply(element: Element, rendered: string): Element
}

/** An element with its templates parsed. */
export interface BoundElement {
  element: Element
  bindings: readonly Binding[]
  children: readonly BoundElement[] | undefined
  /** Whether it looks different from record to record. */
  variable: boolean
}

/** Whether an element is a text or a textbox. */
export const isText = (element: Element): element is TextElement & Element =>
  element.type === 'text' || element.type === 'textbox'
/** Whether an element is an image by its type; its role may draw something else. */
export const isImage = (element: Element): element is ImageElement & Element => element.type === 'image'

/** Parses the templates of an element and its children; unreadable ones become findings. */
export function bindElement(element: Element, findings: FindingList): BoundElement {
  const bindings: Binding[] = []
  const bind = (source: unknown, path: string, apply: Binding['apply']): void => {
    if (!isTemplate(source)) return
    try {
      bindings.push({ path: `${element.path}.${path}`, template: new Template(source), apply })
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      const message = `The personalisation cannot be read: ${error.message}.`
      findings.add({ severity: 'error', rule: 'template_invalid', path: `${element.path}.${path}`, message })
    }
  }
  if (isText(element)) bindText(element, bind)
  if (isImage(element)) bind(element.src, 'src', (e, src) => ({ ...e, src }) as Element)
  const own = (key: keyof Lettershop) => (e: Element, value: string) =>
    ({ ...e, lettershop: { ...e.lettershop, [key]: value } }) as Element
  bind(element.lettershop?.value, 'lettershop.value', own('value'))
  bind(element.lettershop?.src, 'lettershop.src', own('src'))
  bind(element.lettershop?.visible, 'lettershop.visible', (e, value) =>
    hides(value) ? { ...e, visible: false } : e,
  )
  const children = element.objects?.map(child => bindElement(child, findings))
  const variable = bindings.length > 0 || (children?.some(child => child.variable) ?? false)
  return { element, bindings, children, variable }
}

function bindText(
  element: TextElement & Element,
  bind: (source: unknown, path: string, apply: Binding['apply']) => void,
): void {
  const address = element.lettershop?.role === 'address'
  if (element.grid.size === 0) {
    bind(
      element.text,
      'text',
      (e, text) => ({ ...e, text: address ? withoutEmptyLines(text) : text }) as Element,
    )
    return
  }
  if (!isTemplate(element.text)) return
  const marked = markStyles(element.text, element.grid)
  bind(marked.source, 'text', (e, rendered) => {
    const result = readMarks(address ? withoutEmptyLines(rendered) : rendered, marked.styles)
    return { ...e, ...result } as Element
  })
}

/** An address without company has no empty line in its place. */
const withoutEmptyLines = (text: string): string =>
  text
    .split(/\r?\n/)
    .map(line => line.replace(/[ \t]+/g, ' ').trim())
    .filter(line => line.replace(/\ufdd0\d+\ufdd1/g, '') !== '')
    .join('\n')

/** Empty, "false" and "0" hide an element. */
export const hides = (value: string): boolean => ['', 'false', '0'].includes(value.trim().toLowerCase())

/** The element as it is for one record. What does not vary is shared, not copied. */
export function personaliseElement(bound: BoundElement, values: DataRecord): Element {
  if (!bound.variable) return bound.element
  let element = { ...bound.element }
  for (const { template, apply } of bound.bindings) element = apply(element, template.render(values))
  if (bound.children) element.objects = bound.children.map(child => personaliseElement(child, values))
  return element
}

/** Every template of an element and its children. */
export function* bindingsOf(bound: BoundElement): Generator<Binding> {
  yield* bound.bindings
  for (const child of bound.children ?? []) yield* bindingsOf(child)
}
