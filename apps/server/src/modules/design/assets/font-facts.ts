import type { FontFacts } from '@lettershop/contracts'

/** Thrown for bytes that are no font that can be embedded. The message goes to whoever uploaded it. */
export class FontFileError extends Error {}

/** Name records by meaning (OpenType, table "name"): typographic names before the old four-style ones. */
const FAMILY = [16, 1] as const
const SUBFAMILY = [17, 2] as const
const NAMES_READ: ReadonlySet<number> = new Set([...FAMILY, ...SUBFAMILY])
const WINDOWS = 3
/** In bytes; what is kept of a name is shorter. */
const LONGEST_NAME = 1_000

/**
 * Reads what a TTF or OTF file says of itself: the few tables that tell it, with every offset checked, nothing else.
 * @see https://learn.microsoft.com/typography/opentype/spec/otff
 * @throws {FontFileError}
 */
export function fontFacts(bytes: Uint8Array): FontFacts {
  try {
    return read(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  } catch (error) {
    // A DataView refuses to read beyond the end of the file.
    if (error instanceof RangeError) throw new FontFileError('The font file is damaged or cut off.')
    throw error
  }
}

function read(view: DataView): FontFacts {
  const tables = directory(view)
  const table = (tag: string): number => {
    const offset = tables.get(tag)
    if (offset === undefined)
      throw new FontFileError(`The font file has no table "${tag}"; it cannot be used.`)
    return offset
  }
  for (const tag of ['cmap', 'head', 'hmtx']) table(tag)
  const os2 = tables.get('OS/2')
  const macStyle = view.getUint16(table('head') + 44)
  const bold = (macStyle & 1) !== 0
  const weight = os2 === undefined ? (bold ? 700 : 400) : view.getUint16(os2 + 4)
  const italic = os2 === undefined ? (macStyle & 2) !== 0 : (view.getUint16(os2 + 62) & 0x201) !== 0
  const names = nameTable(view, table('name'))
  const pick = (ids: readonly number[]) => ids.map(id => names.get(id)).find(name => name)
  return {
    family: (pick(FAMILY) ?? 'Unnamed').slice(0, 200).toWellFormed(),
    subfamily: (pick(SUBFAMILY) ?? 'Regular').slice(0, 200).toWellFormed(),
    weight: Math.min(1000, Math.max(1, weight)),
    italic,
    glyphs: view.getUint16(table('maxp') + 4),
    format: tables.has('CFF ') || tables.has('CFF2') ? 'otf' : 'ttf',
  }
}

function directory(view: DataView): Map<string, number> {
  const tables = new Map<string, number>()
  const count = view.getUint16(4)
  for (let i = 0; i < count; i++) {
    const at = 12 + i * 16
    const offset = view.getUint32(at + 8)
    if (offset + view.getUint32(at + 12) > view.byteLength)
      throw new FontFileError('The font file is cut off.')
    tables.set(ascii(view, at, 4), offset)
  }
  return tables
}

function nameTable(view: DataView, start: number): Map<number, string> {
  const places = new Map<number, { platform: number; from: number; length: number }>()
  const count = view.getUint16(start + 2)
  const texts = start + view.getUint16(start + 4)
  for (let i = 0; i < count; i++) {
    const at = start + 6 + i * 12
    const [platform, language, id] = [view.getUint16(at), view.getUint16(at + 4), view.getUint16(at + 6)]
    const [length, offset] = [view.getUint16(at + 8), view.getUint16(at + 10)]
    const isEnglish = platform !== WINDOWS || language === 0x409
    if (!NAMES_READ.has(id) || (places.has(id) && !(platform === WINDOWS && isEnglish))) continue
    places.set(id, { platform, from: texts + offset, length })
  }
  // Only now: 65,535 records may name 65,535 bytes each, and all but these few are passed over.
  return new Map([...places].map(([id, place]) => [id, textOf(view, place)]))
}

/** A name without what no text may hold. */
function textOf(view: DataView, place: { platform: number; from: number; length: number }): string {
  const { platform, from } = place
  const length = Math.min(place.length, LONGEST_NAME)
  const text = platform === 1 ? ascii(view, from, length) : utf16(view, from, length)
  return text.replaceAll(/\p{Cc}/gu, '').toWellFormed()
}

function ascii(view: DataView, from: number, length: number): string {
  return Array.from({ length }, (_, i) => String.fromCharCode(view.getUint8(from + i))).join('')
}

function utf16(view: DataView, from: number, length: number): string {
  return Array.from({ length: length >> 1 }, (_, i) =>
    String.fromCharCode(view.getUint16(from + i * 2)),
  ).join('')
}
