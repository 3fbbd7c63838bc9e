import { createHash } from 'node:crypto'
import type { Finding } from '../document/findings.ts'
import type { Resource } from '../pdf/resources.ts'
import { encodeImage, ImageError, MAX_SECONDS } from './encode.ts'
import { bakeFilters, type Filter } from './filters.ts'

/** Where image and font bytes come from: the job's caller knows files, object stores, databases; the engine does not. */
export interface Assets {
  /**
   * Gives the bytes behind a source as it stands in the design, or undefined where there are none.
   * Never called for data URIs.
   */
  resolve(src: string): Promise<{ bytes: Uint8Array; mediaType?: string } | undefined>
}

export interface StoredImage {
  resource: Resource
  /** In pixels. */
  width: number
  height: number
}

type Outcome = { image: StoredImage } | { finding: Pick<Finding, 'rule' | 'message'> }

/** Images of records come and go; this many stay at hand. What was written to the file is not written again. */
const MAX_KEPT = 500

/** Loads each image once, makes it ready for PDF, and gives it to drawing by its source. */
export class ImageStore {
  private readonly assets: Assets
  private readonly report: (finding: Finding) => void
  private readonly loaded = new Map<string, Outcome>()

  constructor(assets: Assets, report: (finding: Finding) => void) {
    this.assets = assets
    this.report = report
  }

  /** Loads an image before drawing, which does not wait. Errors are kept and reported by `get`. */
  async load(src: string, filters: readonly Filter[] = []): Promise<void> {
    const key = keyOf(src, filters)
    if (this.loaded.has(key)) return
    const outcome = await this.read(src, filters)
    if (this.loaded.size >= MAX_KEPT) {
      const oldest = this.loaded.keys().next().value
      if (oldest !== undefined) this.loaded.delete(oldest)
    }
    this.loaded.set(key, outcome)
  }

  /** An image that was loaded; where there is none, reports why at `path` and gives undefined. */
  get(src: string, filters: readonly Filter[], path: string): StoredImage | undefined {
    const outcome = this.loaded.get(keyOf(src, filters))
    if (outcome && 'image' in outcome) return outcome.image
    const { rule, message } = outcome?.finding ?? {
      rule: 'missing_asset' as const,
      message: `The image ${shown(src)} was not loaded.`,
    }
    this.report({ severity: 'error', rule, path: `${path}.src`, message })
    return undefined
  }

  private async read(src: string, filters: readonly Filter[]): Promise<Outcome> {
    const missing = (why: string): Outcome => ({
      finding: { rule: 'missing_asset', message: `The image ${shown(src)} ${why}.` },
    })
    if (!src) return missing('has no source')
    let bytes: Uint8Array | undefined
    try {
      bytes = src.startsWith('data:') ? fromDataUri(src) : (await this.assets.resolve(src))?.bytes
    } catch (error) {
      return missing(`cannot be loaded: ${error instanceof Error ? error.message : 'unknown reason'}`)
    }
    if (!bytes || bytes.length === 0)
      return missing('cannot be found; add it beside the design or to its assets')
    try {
      const baked = filters.length > 0 ? await bakeFilters(bytes, filters) : bytes
      const hash = createHash('sha256').update(baked).digest('hex').slice(0, 16)
      return { image: await encodeImage(baked, hash) }
    } catch (error) {
      const tooSlow = error instanceof Error && error.message.startsWith('timeout')
      const why = tooSlow
        ? `takes longer than ${MAX_SECONDS} seconds to draw; export it as PNG`
        : error instanceof ImageError
          ? error.message
          : 'is damaged or of a kind that is not read (JPEG, PNG, WebP, GIF, TIFF, SVG are)'
      return { finding: { rule: 'asset_invalid', message: `The image ${shown(src)} ${why}.` } }
    }
  }
}

const keyOf = (src: string, filters: readonly Filter[]): string =>
  filters.length > 0 ? `${JSON.stringify(filters)}|${src}` : src

const shown = (src: string): string =>
  src.startsWith('data:') ? `(data, ${src.slice(5, 30).split(/[;,]/)[0]})` : `"${src.slice(0, 120)}"`

function fromDataUri(src: string): Uint8Array {
  const comma = src.indexOf(',')
  const head = src.slice(0, comma)
  const body = src.slice(comma + 1)
  if (comma < 0) return new Uint8Array()
  return Buffer.from(
    head.endsWith(';base64') ? body : decodeURIComponent(body),
    head.endsWith(';base64') ? 'base64' : 'utf8',
  )
}
