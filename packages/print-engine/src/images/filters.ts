import sharp, { type Sharp } from 'sharp'
import { ImageError, MAX_SECONDS } from './encode.ts'
import { svgFault } from './svg.ts'

/** A Fabric image filter as it is saved: `{ "type": "Brightness", "brightness": 0.1 }`. */
export type Filter = Readonly<Record<string, unknown>> | null

/** Filters that are baked into the image's pixels; others are reported by the caller of `unsupportedFilters`. */
const SUPPORTED = new Set([
  'brightness',
  'contrast',
  'saturation',
  'grayscale',
  'invert',
  'blur',
  'sepia',
  'blackwhite',
  'resize',
])

/** Each is one pass over all pixels; editors offer eight. */
const MAX_FILTERS = 32

const typeOf = (filter: Filter): string => String(filter?.['type'] ?? '').toLowerCase()

/** Names of the filters that the engine does not know. */
export const unsupportedFilters = (filters: readonly Filter[]): string[] =>
  filters.map(typeOf).filter(type => type && !SUPPORTED.has(type))

/** Applies the filters in order, once, at the image's own resolution; the result is a PNG. */
export async function bakeFilters(bytes: Uint8Array, filters: readonly Filter[]): Promise<Uint8Array> {
  let current: Buffer = Buffer.from(bytes)
  if (filters.length > MAX_FILTERS) throw new ImageError(`has more than ${MAX_FILTERS} filters`)
  const { format } = await sharp(bytes).metadata()
  const fault = format === 'svg' ? svgFault(bytes) : undefined
  if (fault) throw new ImageError(`${fault}; export the drawing as PNG`)
  for (const filter of filters) {
    const value = Number(filter?.[typeOf(filter)] ?? 0)
    const next = one(
      sharp(current).timeout({ seconds: MAX_SECONDS }),
      typeOf(filter),
      Number.isFinite(value) ? value : 0,
    )
    if (next) current = await next.png().toBuffer()
  }
  return current
}

/** Formulas of Fabric's filters (src/filters), as linear operations of sharp. */
function one(image: Sharp, type: string, value: number): Sharp | undefined {
  switch (type) {
    case 'brightness':
      return image.linear(1, value * 255)
    case 'contrast': {
      const c = Math.floor(value * 255)
      const factor = (259 * (c + 255)) / (255 * (259 - c))
      return image.linear(factor, 128 * (1 - factor))
    }
    case 'saturation':
      return image.modulate({ saturation: Math.max(0, 1 + value) })
    case 'grayscale':
      return image.grayscale()
    case 'invert':
      return image.negate({ alpha: false })
    case 'blur':
      return value > 0 ? image.blur(Math.max(0.3, value * 100)) : undefined
    case 'sepia':
      return image.recomb([
        [0.393, 0.769, 0.189],
        [0.349, 0.686, 0.168],
        [0.272, 0.534, 0.131],
      ])
    case 'blackwhite':
      return image.grayscale().linear(1.5, -40)
    default:
      return undefined
  }
}
