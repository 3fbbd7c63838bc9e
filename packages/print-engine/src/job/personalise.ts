import type { Element } from '../document/read-element.ts'
import type { StyleGrid } from '../elements/text-styles.ts'
import { type BoundElement, isText, personaliseElement } from '../personalise/bind.ts'
import type { DataRecord } from '../personalise/liquid.ts'
import type { Compiled } from './compile.ts'
import { withDefaults } from './compose.ts'

type Json = Record<string, unknown>

/**
 * The design as JSON with a record's values in it: texts, codes and sources filled in, hidden elements invisible.
 * What does not vary is as it was in the design. It opens in Fabric.
 */
export function personaliseDocument(compiled: Compiled, record: DataRecord): Json {
  const values = withDefaults(compiled, record)
  const { document } = compiled.design
  return {
    ...document,
    pages: document.pages.map((page, i) => {
      const bound = compiled.pages[i]?.bound ?? []
      return { ...page, canvas: fill(page.canvas, `pages[${i}].canvas`, byPath(bound), values) }
    }),
  }
}

function byPath(
  bound: readonly BoundElement[],
  out = new Map<string, BoundElement>(),
): Map<string, BoundElement> {
  for (const element of bound) {
    out.set(element.element.path, element)
    byPath(element.children ?? [], out)
  }
  return out
}

function fill(raw: Json, path: string, bound: ReadonlyMap<string, BoundElement>, values: DataRecord): Json {
  const out: Json = { ...raw }
  for (const key of ['backgroundImage', 'overlayImage']) {
    if (isObject(raw[key])) out[key] = fill(raw[key], `${path}.${key}`, bound, values)
  }
  if (Array.isArray(raw['objects'])) {
    out['objects'] = raw['objects'].map((child, i) =>
      isObject(child) ? fill(child, `${path}.objects[${i}]`, bound, values) : child,
    )
  }
  const own = bound.get(path)
  return own && own.bindings.length > 0 ? { ...out, ...changes(personaliseElement(own, values), raw) } : out
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function changes(element: Element, raw: Json): Json {
  const out: Json = {}
  if (!element.visible) out['visible'] = false
  if ('src' in element && 'src' in raw) out['src'] = element.src
  if (element.lettershop) out['lettershop'] = element.lettershop
  if (isText(element)) {
    out['text'] = element.text
    if (element.grid.size > 0) out['styles'] = gridAsJson(element.grid)
  }
  return out
}

/** Styles by line and character, which all versions of Fabric read. */
const gridAsJson = (grid: StyleGrid): Json =>
  Object.fromEntries([...grid].map(([line, row]) => [line, Object.fromEntries(row)]))
