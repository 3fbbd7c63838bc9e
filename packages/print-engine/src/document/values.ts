import { z } from 'zod'

/** Beyond this a coordinate is a mistake: it is 1,600 metres at 96 units per inch. */
const MAX_NUMBER = 6_000_000

/** A number as editors save it: some write "30" for 30. NaN and Infinity become null in JSON and are refused. */
export const number = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*-?\d+(\.\d+)?\s*$/, 'is not a number')
      .transform(Number),
  ])
  .pipe(z.number().min(-MAX_NUMBER).max(MAX_NUMBER))

/** A number that is never below 0. */
export const size = number.pipe(z.number().min(0))

/** Accepts the value, null (as Fabric writes "none") or nothing. */
export const orNull = <T extends z.ZodType>(type: T) => type.nullish().transform(value => value ?? null)

const colorStop = z.object({ offset: number, color: z.string().max(100), opacity: number.optional() })

export const gradient = z
  .object({
    type: z.enum(['linear', 'radial']),
    coords: z.object({
      x1: number.default(0),
      y1: number.default(0),
      x2: number.default(0),
      y2: number.default(0),
      r1: size.default(0),
      r2: size.default(0),
    }),
    colorStops: z.array(colorStop).min(1).max(256),
    offsetX: number.default(0),
    offsetY: number.default(0),
    gradientUnits: z.enum(['pixels', 'percentage']).default('pixels'),
    gradientTransform: z.array(number).length(6).nullish(),
  })
  .transform(value => ({ ...value, kind: 'gradient' as const }))

export const pattern = z
  .object({
    type: z.literal('pattern').optional(),
    source: z.string().max(40_000_000),
    repeat: z.enum(['repeat', 'repeat-x', 'repeat-y', 'no-repeat']).default('repeat'),
    offsetX: number.default(0),
    offsetY: number.default(0),
    patternTransform: z.array(number).length(6).nullish(),
  })
  .transform(value => ({ ...value, kind: 'pattern' as const }))

/** What fills a shape or a stroke: a CSS colour, a gradient, a pattern, or nothing. */
export const paint = z
  .union([z.string().max(200), gradient, pattern])
  .nullish()
  .transform(value => (value === undefined || value === '' ? null : value))

export type Gradient = z.output<typeof gradient>
export type Pattern = z.output<typeof pattern>
export type Paint = z.output<typeof paint>

export const shadow = z
  .union([
    z.object({
      color: z.string().max(100).default('rgb(0,0,0)'),
      blur: size.default(0),
      offsetX: number.default(0),
      offsetY: number.default(0),
      affectStroke: z.boolean().default(false),
      nonScaling: z.boolean().default(false),
    }),
    // Older editors save '' for none.
    z.string().transform(() => null),
  ])
  .nullish()
  .transform(value => value ?? null)

export type Shadow = z.output<typeof shadow>

const origin = z.union([z.enum(['left', 'center', 'right', 'top', 'bottom']), z.number()])

/** How far the origin lies from the centre, as a share of the size: left -0.5, centre 0, right 0.5. */
export function originShare(value: z.output<typeof origin>): number {
  if (typeof value === 'number') return value - 0.5
  return value === 'left' || value === 'top' ? -0.5 : value === 'center' ? 0 : 0.5
}

/** A text that may carry Liquid; long enough for any letter. */
export const MAX_TEXT = 100_000

/** Our own properties of an element (`spec/4-print-engine.md`, "The design document"). */
export const lettershop = z
  .object({
    role: z.enum(['qr', 'barcode', 'address', 'image', 'indicia']).optional(),
    value: z.string().max(MAX_TEXT).optional(),
    visible: z.union([z.string().max(MAX_TEXT), z.boolean().transform(String)]).optional(),
    fit: z.enum(['shrink', 'none', 'cover', 'contain', 'fill']).optional(),
    minFontSize: size.optional(),
    src: z.string().max(40_000_000).optional(),
    symbology: z.string().max(50).optional(),
    vector: z.boolean().optional(),
    ecc: z.enum(['low', 'medium', 'quartile', 'high']).optional(),
    quietZone: size.optional(),
    color: z.string().max(100).optional(),
    background: z.string().max(100).nullish(),
    showText: z.boolean().optional(),
  })
  .loose()

export type Lettershop = z.output<typeof lettershop>

/** Properties that every Fabric object has, with Fabric's own defaults. Origins are set before, by version. */
export const baseShape = {
  left: number.default(0),
  top: number.default(0),
  width: size.default(0),
  height: size.default(0),
  originX: origin.default('left'),
  originY: origin.default('top'),
  scaleX: number.default(1),
  scaleY: number.default(1),
  angle: number.default(0),
  skewX: number.default(0),
  skewY: number.default(0),
  flipX: z.boolean().default(false),
  flipY: z.boolean().default(false),
  opacity: number.default(1).transform(value => Math.min(1, Math.max(0, value))),
  visible: z.boolean().default(true),
  fill: paint.default('rgb(0,0,0)'),
  stroke: paint.default(null),
  strokeWidth: size.default(1),
  strokeDashArray: orNull(z.array(size).max(100)),
  strokeDashOffset: number.default(0),
  strokeLineCap: z.enum(['butt', 'round', 'square']).default('butt'),
  strokeLineJoin: z.enum(['miter', 'round', 'bevel', 'arcs', 'miter-clip']).default('miter'),
  strokeMiterLimit: size.default(4),
  strokeUniform: z.boolean().default(false),
  fillRule: z.enum(['nonzero', 'evenodd', 'destination-over']).catch('nonzero').default('nonzero'),
  paintFirst: z.enum(['fill', 'stroke']).default('fill'),
  backgroundColor: z.string().max(200).nullish(),
  globalCompositeOperation: z.string().max(50).nullish(),
  shadow,
  inverted: z.boolean().default(false),
  absolutePositioned: z.boolean().default(false),
  id: z.union([z.string().max(500), z.number()]).nullish(),
  lettershop: lettershop.nullish(),
}

export const base = z.object(baseShape)

/** What all elements share, and what the reader adds: where it stood in the document, and its clip path. */
export type BaseElement = z.output<typeof base> & {
  path: string
  clipPath?: BaseElement & { type: string }
}
