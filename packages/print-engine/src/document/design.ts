import { z } from 'zod'
import { type Finding, FindingList } from './findings.ts'
import { formatOf, type PageFormat, parseLength, parseSize } from './formats.ts'
import { DOCUMENT_VERSION, migrate } from './migrate.ts'
import { type Element, ElementReader } from './read-element.ts'
import { number, type Paint, paint } from './values.ts'

const MAX_PAGES = 64

const font = z.object({
  family: z.string().min(1).max(200),
  weight: z.union([z.number(), z.string().max(20)]).default(400),
  style: z.enum(['normal', 'italic', 'oblique']).default('normal'),
  /** Where the bytes are: a name for the job's assets (on the command line a file beside the design). */
  file: z.string().min(1).max(1000),
})

/** The design document as it is stored; see the package's README for what each field means. */
export const designDocument = z.object({
  lettershop: z.literal(DOCUMENT_VERSION),
  name: z.string().max(300).optional(),
  format: z.string().max(100).optional(),
  size: z.string().max(100).optional(),
  dpi: number.pipe(z.number().min(1).max(4800)).default(96),
  bleed: z.union([z.string().max(50), z.number()]).optional(),
  fonts: z.array(font).max(100).default([]),
  pages: z
    .array(z.object({ name: z.string().max(100).optional(), canvas: z.record(z.string(), z.unknown()) }))
    .min(1)
    .max(MAX_PAGES),
})

export type DesignDocument = z.output<typeof designDocument>
export type DesignFont = DesignDocument['fonts'][number]

export interface DesignPage {
  name: string
  path: string
  background: Paint
  elements: Element[]
}

/** A design that was read: geometry settled, every element checked. */
export interface Design {
  document: DesignDocument
  format: PageFormat
  pages: DesignPage[]
}

export interface ReadOptions {
  /** Format or size for documents that name none; bare Fabric JSON needs one. */
  format?: string | undefined
  size?: string | undefined
}

/**
 * Reads a design document or bare Fabric JSON (`canvas.toJSON()`), of any version.
 * @returns the findings, and the design unless they are such that nothing could be read.
 */
export function readDesign(
  input: unknown,
  options: ReadOptions = {},
): { design?: Design; findings: Finding[] } {
  const findings = new FindingList()
  const document = readDocument(input, options, findings)
  const format = document && readFormat(document, options, findings)
  if (!document || !format) return { findings: findings.items }
  const reader = new ElementReader(findings)
  const pages = document.pages.map((page, i) => readPage(page, `pages[${i}]`, i, reader, findings))
  return { design: { document, format, pages }, findings: findings.items }
}

function readDocument(
  input: unknown,
  options: ReadOptions,
  findings: FindingList,
): DesignDocument | undefined {
  const fail = (rule: Finding['rule'], path: string, message: string): undefined => {
    findings.add({ severity: 'error', rule, path, message })
    return undefined
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return fail(
      'document_invalid',
      '',
      'This is no design: give a design document or Fabric JSON (canvas.toJSON()).',
    )
  }
  let raw: Record<string, unknown> = { ...input }
  if (!('lettershop' in raw) || !('pages' in raw)) {
    const canvas = bareCanvas(raw)
    if (!canvas) {
      return fail(
        'document_invalid',
        '',
        'This is no design: it has neither "lettershop" and "pages" nor Fabric\'s "objects".',
      )
    }
    raw = { lettershop: DOCUMENT_VERSION, ...options, pages: [{ name: 'front', canvas }] }
  }
  const current = migrate(raw)
  if (!current) {
    const message = `The document says version ${JSON.stringify(raw['lettershop'])}; this engine reads up to ${DOCUMENT_VERSION}. Update Lettershop.`
    return fail('document_version', 'lettershop', message)
  }
  const parsed = designDocument.safeParse(current)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const path = (issue?.path ?? [])
    .map((p, i) => (typeof p === 'number' ? `[${p}]` : `${i ? '.' : ''}${String(p)}`))
    .join('')
  return fail('document_invalid', path, `cannot be used: ${issue?.message ?? 'unknown reason'}`)
}

/** Fabric's own JSON: a canvas with objects, or a single object. */
function bareCanvas(raw: Record<string, unknown>): Record<string, unknown> | undefined {
  if (Array.isArray(raw['objects']) && typeof raw['type'] !== 'string') return raw
  if (typeof raw['type'] === 'string') return { version: raw['version'], objects: [raw] }
  return undefined
}

function readFormat(
  document: DesignDocument,
  options: ReadOptions,
  findings: FindingList,
): PageFormat | undefined {
  const size = document.size ?? options.size
  const name = document.format ?? options.format
  const format = size ? parseSize(size) : name ? formatOf(name) : undefined
  if (!format) {
    const message = size
      ? `The size "${size}" cannot be read. Write it as 6x4in or 148x105mm (width first).`
      : name
        ? `The format "${name}" is not known. Use a known one such as postcard-4x6, or a size such as 6x4in.`
        : 'No format is given. Add --format postcard-4x6 or --size 6x4in, or "format" to the document.'
    findings.add({ severity: 'error', rule: 'format_unknown', path: size ? 'size' : 'format', message })
    return undefined
  }
  if (document.bleed === undefined) return format
  const bleed = parseLength(document.bleed)
  if (bleed !== undefined && bleed <= 2) return { ...format, bleed }
  const message = `The bleed ${JSON.stringify(document.bleed)} cannot be used. Write it as 0.125in or 3mm, at most 2in.`
  findings.add({ severity: 'error', rule: 'document_invalid', path: 'bleed', message })
  return undefined
}

function readPage(
  page: DesignDocument['pages'][number],
  path: string,
  index: number,
  reader: ElementReader,
  findings: FindingList,
): DesignPage {
  const { canvas } = page
  const version = typeof canvas['version'] === 'string' ? canvas['version'] : undefined
  const background = paint.safeParse(canvas['background'] ?? canvas['backgroundColor'])
  if (!background.success) {
    const message = 'The background is neither a colour nor a gradient.'
    findings.add({ severity: 'error', rule: 'element_invalid', path: `${path}.canvas.background`, message })
  }
  const image = (key: string): Element[] =>
    canvas[key]
      ? [reader.element(canvas[key], `${path}.canvas.${key}`, version)].filter(e => e !== undefined)
      : []
  return {
    name: page.name ?? (index === 0 ? 'front' : index === 1 ? 'back' : `page ${index + 1}`),
    path,
    background: background.success ? background.data : null,
    elements: [
      ...image('backgroundImage'),
      ...reader.list(canvas['objects'], `${path}.canvas.objects`, version),
      ...image('overlayImage'),
    ],
  }
}
