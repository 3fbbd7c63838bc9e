import type { Finding } from '../document/findings.ts'
import type { Element } from '../document/read-element.ts'
import { drawElement } from '../drawing/draw.ts'
import type { Resource } from '../pdf/resources.ts'
import { Surface } from '../pdf/surface.ts'
import { nums } from '../pdf/syntax.ts'
import { personaliseElement } from '../personalise/bind.ts'
import { type DataRecord, TemplateError } from '../personalise/liquid.ts'
import { type Compiled, type CompiledPage, contextFor, sourcesOf } from './compile.ts'
import { concernsRecord } from './rehearse.ts'

/** The pages of one record, as plain data: made by any thread, written by one. */
export interface ComposedRecord {
  pages: ComposedPage[]
  findings: Finding[]
}

export interface ComposedPage {
  content: string
  /** The page's /Resources with names in the place of object numbers. */
  dictionary: string
  resources: Resource[]
}

/** The record with the job's defaults for fields that it lacks. */
export function withDefaults(compiled: Compiled, record: DataRecord): DataRecord {
  if (compiled.defaults.size === 0) return record
  const values: Record<string, DataRecord[string]> = { ...record }
  for (const [name, template] of compiled.defaults) {
    if (!Object.hasOwn(record, name) || record[name] === undefined) values[name] = template.render(values)
  }
  return values
}

/** Loads what a record's images need, then draws its pages. The same record always gives the same pages. */
export async function composeRecord(
  compiled: Compiled,
  record: DataRecord,
  index: number,
): Promise<ComposedRecord> {
  const findings: Finding[] = []
  const report = (finding: Finding): void => {
    if (concernsRecord(finding)) findings.push({ ...finding, record: index })
  }
  const values = withDefaults(compiled, record)
  if (compiled.policies.empty_field !== 'ignore') reportEmpty(compiled.variables, values, report)
  try {
    const pages = compiled.pages.map(page => personalisePage(page, values))
    await loadImages(compiled, pages.flat())
    const context = contextFor(compiled.text, compiled.images, report)
    return {
      pages: compiled.pages.map((page, i) => composePage(compiled, page, pages[i] ?? [], context)),
      findings,
    }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const message = `The personalisation fails for this record: ${error.message}.`
    report({ severity: 'error', rule: 'template_invalid', path: '', message })
    return { pages: [], findings }
  }
}

/** Most fields may be empty (a second address line), so this is looked at only where a policy asks for it. */
function reportEmpty(
  variables: readonly string[],
  values: DataRecord,
  report: (finding: Finding) => void,
): void {
  for (const name of variables) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value !== undefined && value !== null && String(value).trim() !== '') continue
    report({ severity: 'warning', rule: 'empty_field', path: '', message: `The field ${name} is empty.` })
  }
}

/** The elements of a page that vary, as they are for a record. */
function personalisePage(page: CompiledPage, values: DataRecord): Element[] {
  return page.layers.flatMap(layer => ('bound' in layer ? [personaliseElement(layer.bound, values)] : []))
}

async function loadImages(compiled: Compiled, elements: readonly Element[]): Promise<void> {
  for (const element of elements) {
    for (const { src, filters } of sourcesOf(element)) await compiled.images.load(src, filters)
    if (element.objects) await loadImages(compiled, element.objects)
  }
}

function composePage(
  { geometry }: Compiled,
  page: CompiledPage,
  elements: readonly Element[],
  context: ReturnType<typeof contextFor>,
): ComposedPage {
  const [left, top, right, bottom] = [0, 0, geometry.width, geometry.height]
  const surface = new Surface({ artboard: [left, top, right, bottom], under: geometry.matrix })
  surface.op(`${nums(geometry.matrix, 5)} cm`)
  let next = 0
  for (const layer of page.layers) {
    if ('form' in layer) surface.op(`/${surface.scope.use(layer.form)} Do`)
    else {
      const element = elements[next++]
      if (element) drawElement(element, surface, context)
    }
  }
  const { scope } = surface
  return { content: surface.content, dictionary: scope.dictionary(), resources: [...scope.used.values()] }
}
