/** A rectangle in inches; origin top left of the artboard (the page with its bleed). */
export interface Zone {
  left: number
  top: number
  width: number
  height: number
}

/** A printed piece, in inches. Width and height are those of the trimmed page as it lies before the reader. */
export interface PageFormat {
  name: string
  title: string
  width: number
  height: number
  bleed: number
  /** Distance of the safe zone from the artboard's edge. */
  safe: number
  /** Where address, postage and bar code go; nothing else may be printed there. */
  address?: Zone & { page: 'front' | 'back' }
  /** Folds, as distance from the trim box's left or top edge. */
  folds: readonly { axis: 'vertical' | 'horizontal'; at: number }[]
}

const BLEED = 0.125

/** The address zone of postcards is measured from the artboard's right and bottom edges (Lob's templates, 2026). */
function postcard(name: string, title: string, width: number, height: number, zoneWidth: number): PageFormat {
  const zone = { width: zoneWidth, height: 2.375 }
  const left = width + 2 * BLEED - 0.275 - zone.width
  const top = height + 2 * BLEED - 0.25 - zone.height
  return {
    name,
    title,
    width,
    height,
    bleed: BLEED,
    safe: 0.1875,
    address: { ...zone, left, top, page: 'back' },
    folds: [],
  }
}

const plain = (name: string, title: string, widthMm: number, heightMm: number): PageFormat => ({
  name,
  title,
  width: widthMm / 25.4,
  height: heightMm / 25.4,
  bleed: 3 / 25.4,
  safe: 8 / 25.4,
  folds: [],
})

/**
 * The formats that the engine knows by name: seven of the US trade, four of ISO 216 and DIN. Geometry from the
 * templates of Lob (github lob/examples), in `reference/mail-and-messaging-apis.md`.
 */
export const FORMATS: Readonly<Record<string, PageFormat>> = Object.fromEntries(
  (
    [
      postcard('postcard-4x6', 'Postcard 4 x 6 in', 6, 4, 3.2835),
      postcard('postcard-6x9', 'Postcard 6 x 9 in', 9, 6, 4),
      postcard('postcard-6x11', 'Postcard 6 x 11 in', 11, 6, 4),
      {
        name: 'selfmailer-6x18',
        title: 'Self-mailer 6 x 18 in, folded once',
        width: 18,
        height: 6,
        bleed: BLEED,
        safe: 0.25,
        address: { left: 4.975, top: 3.375, width: 4, height: 2.375, page: 'front' },
        folds: [{ axis: 'vertical', at: 9 }],
      },
      {
        name: 'selfmailer-11x9',
        title: 'Self-mailer 11 x 9 in, folded once with a 1 in offset',
        width: 9,
        height: 11,
        bleed: BLEED,
        safe: 0.25,
        address: { left: 4.75, top: 3.6, width: 4, height: 2.375, page: 'front' },
        folds: [{ axis: 'horizontal', at: 6 }],
      },
      {
        name: 'selfmailer-12x9',
        title: 'Self-mailer 12 x 9 in, folded once',
        width: 9,
        height: 12,
        bleed: BLEED,
        safe: 0.25,
        address: { left: 4.75, top: 3.6, width: 4, height: 2.375, page: 'front' },
        folds: [{ axis: 'horizontal', at: 6 }],
      },
      {
        name: 'letter-8.5x11',
        title: 'Letter 8.5 x 11 in, for a double-window envelope',
        width: 8.5,
        height: 11,
        bleed: 0,
        safe: 0.1875,
        address: { left: 0.6, top: 0.84, width: 3.15, height: 2, page: 'front' },
        folds: [],
      },
      plain('a6', 'Postcard A6', 148, 105),
      plain('a5', 'Postcard A5', 210, 148),
      plain('dl', 'Card DL', 210, 99),
      { ...plain('a4', 'Letter A4', 210, 297), bleed: 0 },
    ] satisfies PageFormat[]
  ).map(format => [format.name, format]),
)

const UNITS: Readonly<Record<string, number>> = { in: 1, mm: 1 / 25.4, cm: 1 / 2.54, pt: 1 / 72, px: 1 / 96 }

/** The largest page side, in inches: PDF viewers stop at 14,400 points. */
const MAX_SIDE = 200

/**
 * Reads a length such as `0.125in`, `3mm`, `9pt` or a bare number of inches.
 * @returns inches, or undefined where the text is not a length.
 */
export function parseLength(text: string | number): number | undefined {
  if (typeof text === 'number') return Number.isFinite(text) && text >= 0 ? text : undefined
  const match = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*(in|mm|cm|pt|px)?\s*$/.exec(text)
  if (!match) return undefined
  return Number(match[1]) * (UNITS[match[2] ?? 'in'] ?? 1)
}

/**
 * Reads a page size such as `6x4in` or `148x105mm` (width first) into a format without zones.
 * @returns undefined where the text is no size or a side is 0 or above 200 inches.
 */
export function parseSize(text: string): PageFormat | undefined {
  const match = /^\s*([\d.]+)\s*(in|mm|cm|pt|px)?\s*[x×]\s*([\d.]+)\s*(in|mm|cm|pt|px)?\s*$/i.exec(text)
  if (!match) return undefined
  const unit = match[4] ?? match[2] ?? 'in'
  const width = parseLength(`${match[1]}${match[2] ?? unit}`)
  const height = parseLength(`${match[3]}${unit}`)
  if (!width || !height || width > MAX_SIDE || height > MAX_SIDE) return undefined
  return { name: 'custom', title: `${text.trim()}`, width, height, bleed: 0, safe: 0.125, folds: [] }
}

/** The format of that name (in any case), or undefined. */
export const formatOf = (name: string): PageFormat | undefined => FORMATS[name.trim().toLowerCase()]
