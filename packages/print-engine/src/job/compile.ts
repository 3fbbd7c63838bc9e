import { type Design, type DesignPage, type ReadOptions, readDesign } from '../document/design.ts'
import { DesignError, type Finding, FindingList } from '../document/findings.ts'
import type { Element } from '../document/read-element.ts'
import { drawElement } from '../drawing/draw.ts'
import { colorOf, flood } from '../drawing/paint.ts'
import { weightOf } from '../drawing/text-fit.ts'
import { toForm } from '../drawing/transparency.ts'
import type { ImageElement } from '../elements/image.ts'
import type { DrawContext } from '../elements/types.ts'
import { FontRegistry } from '../fonts/registry.ts'
import { type Assets, ImageStore } from '../images/store.ts'
import type { Resource } from '../pdf/resources.ts'
import { Surface } from '../pdf/surface.ts'
import { type BoundElement, bindElement, bindingsOf } from '../personalise/bind.ts'
import { Template, TemplateError } from '../personalise/liquid.ts'
import { TextEngine } from '../text/engine.ts'
import { geometryOf, type PageGeometry } from './geometry.ts'
import { DEFAULT_POLICIES, type Policies } from './policies.ts'
import { rehearse } from './rehearse.ts'

/** A font file given with the job, beside those that the design names. */
export interface JobFont {
  family: string
  weight?: number
  style?: 'normal' | 'italic'
  bytes: Uint8Array
}

export interface CompileOptions extends ReadOptions {
  assets?: Assets
  fonts?: readonly JobFont[]
  policies?: Partial<Policies>
  /** Liquid for fields that records lack, such as `tracking_url: "https://x.test/R/{{ id }}"`. */
  defaults?: Readonly<Record<string, string>>
}

/** What a page is made of, from back to front: forms that are the same on every page, and what varies. */
export type Layer = { form: Resource } | { bound: BoundElement }

export interface CompiledPage {
  name: string
  path: string
  layers: Layer[]
  bound: BoundElement[]
}

/** Everything that does not depend on a record. */
export interface Compiled {
  design: Design
  geometry: PageGeometry
  pages: CompiledPage[]
  findings: FindingList
  fonts: FontRegistry
  text: TextEngine
  images: ImageStore
  policies: Policies
  defaults: ReadonlyMap<string, Template>
  variables: readonly string[]
}

const NO_ASSETS: Assets = { resolve: async () => undefined }

/**
 * Reads a design, loads its fonts and images, draws what is the same on every page.
 * @throws DesignError where the design cannot be read at all; lesser faults are findings of the result.
 */
export async function compileDesign(input: unknown, options: CompileOptions): Promise<Compiled> {
  const { design, findings: read } = readDesign(input, options)
  if (!design) throw new DesignError(read)
  const findings = new FindingList()
  for (const finding of read) findings.add(finding)
  const report = (finding: Finding): void => findings.add(finding)
  const assets = options.assets ?? NO_ASSETS
  const fonts = new FontRegistry(findings)
  await loadFonts(design, options.fonts ?? [], assets, fonts, report)
  const images = new ImageStore(assets, report)
  const text = new TextEngine(fonts)
  const geometry = geometryOf(design)
  const defaults = parseDefaults(options.defaults ?? {}, findings)
  const pages: CompiledPage[] = []
  for (const page of design.pages) {
    const bound = page.elements.map(element => bindElement(element, findings))
    await preload(bound, images)
    const context = contextFor(text, images, report)
    pages.push({ name: page.name, path: page.path, bound, layers: layersOf(page, bound, geometry, context) })
  }
  const policies = { ...DEFAULT_POLICIES, ...options.policies }
  const variables = variablesIn(
    pages.flatMap(page => page.bound),
    defaults,
  )
  return { design, geometry, pages, findings, fonts, text, images, policies, defaults, variables }
}

/** What drawing needs, reporting to `report`. */
export function contextFor(
  text: TextEngine,
  images: ImageStore,
  report: (finding: Finding) => void,
): DrawContext {
  const context: DrawContext = {
    text,
    images,
    report,
    draw: (element, surface) => drawElement(element as Element, surface, context),
  }
  return context
}

async function loadFonts(
  design: Design,
  given: readonly JobFont[],
  assets: Assets,
  fonts: FontRegistry,
  report: (finding: Finding) => void,
): Promise<void> {
  for (const [i, font] of design.document.fonts.entries()) {
    const path = `fonts[${i}]`
    const found = await assets.resolve(font.file).catch(() => undefined)
    if (!found) {
      const message = `The font file "${font.file}" cannot be found; another font is printed. Put it beside the design.`
      report({ severity: 'warning', rule: 'font_missing', path, message })
      continue
    }
    const name = { family: font.family, weight: weightOf(font.weight), italic: font.style !== 'normal' }
    fonts.add(name, found.bytes, path, `"${font.file}"`)
  }
  for (const font of given) {
    const name = { family: font.family, weight: font.weight ?? 400, italic: font.style === 'italic' }
    fonts.add(name, font.bytes, 'fonts', font.family)
  }
}

function parseDefaults(
  defaults: Readonly<Record<string, string>>,
  findings: FindingList,
): Map<string, Template> {
  const parsed = new Map<string, Template>()
  for (const [name, source] of Object.entries(defaults)) {
    try {
      parsed.set(name, new Template(source))
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      findings.add({
        severity: 'error',
        rule: 'template_invalid',
        path: `set.${name}`,
        message: `The value for ${name} cannot be read: ${error.message}.`,
      })
    }
  }
  return parsed
}

/** Fields that the design reads from records, without those that a default supplies. */
function variablesIn(bound: readonly BoundElement[], defaults: ReadonlyMap<string, Template>): string[] {
  const names = new Set<string>()
  for (const element of bound) {
    for (const { template } of bindingsOf(element)) for (const name of template.variables) names.add(name)
  }
  for (const [name, template] of defaults) {
    if (!names.has(name)) continue
    for (const inner of template.variables) names.add(inner)
  }
  return [...names].sort()
}

/** Loads the images of elements, except those whose source depends on the record. */
async function preload(bound: readonly BoundElement[], images: ImageStore): Promise<void> {
  for (const { element, bindings, children } of bound) {
    const varies = bindings.some(b => b.path.endsWith('src'))
    if (!varies) for (const image of sourcesOf(element)) await images.load(image.src, image.filters)
    if (children) await preload(children, images)
  }
}

/** Images that an element draws. Its children are not looked at. */
export function sourcesOf(element: Element): { src: string; filters: ImageElement['filters'] }[] {
  const { role, src } = element.lettershop ?? {}
  if (role === 'image' && src) return [{ src, filters: [] }]
  if (element.type !== 'image' || role) return []
  const image = element as ImageElement & Element
  return [{ src: image.src, filters: image.filters }]
}

function layersOf(
  page: DesignPage,
  bound: readonly BoundElement[],
  geometry: PageGeometry,
  context: DrawContext,
): Layer[] {
  const layers: Layer[] = []
  let surface = new Surface({ artboard: geometry.artboard })
  drawBackground(page, geometry, surface, context)
  const close = (): void => {
    if (!surface.isEmpty) layers.push({ form: toForm(surface) })
    surface = new Surface({ artboard: geometry.artboard })
  }
  for (const element of bound) {
    if (element.variable) {
      close()
      rehearse(element, context)
      layers.push({ bound: element })
    } else drawElement(element.element, surface, context)
  }
  close()
  return layers
}

function drawBackground(
  page: DesignPage,
  { artboard }: PageGeometry,
  surface: Surface,
  context: DrawContext,
): void {
  const { background } = page
  if (background === null) return
  const [, , width, height] = artboard
  surface.within(() => {
    if (typeof background === 'string') {
      const color = colorOf(background, `${page.path}.canvas.background`, context)
      if (color.a === 0) return
      surface.opacity(color.a)
      surface.fillColor(color)
      surface.rectangle(0, 0, width, height)
      surface.op('f')
    } else if (background.kind === 'gradient') {
      surface.rectangle(0, 0, width, height)
      surface.op('W n')
      surface.transform([1, 0, 0, 1, width / 2, height / 2])
      flood(background, { width, height }, surface)
    }
  })
}
