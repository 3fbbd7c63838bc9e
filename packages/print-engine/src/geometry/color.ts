import { NAMED_COLORS } from './color-names.ts'

/** A colour in sRGB: channels 0 to 255, alpha 0 to 1. */
export interface Color {
  r: number
  g: number
  b: number
  a: number
}

export const BLACK: Color = { r: 0, g: 0, b: 0, a: 1 }
export const WHITE: Color = { r: 255, g: 255, b: 255, a: 1 }

const clamp = (value: number, max: number): number => Math.min(max, Math.max(0, value))

function fromHex(hex: string): Color | undefined {
  if (!/^[0-9a-f]+$/.test(hex) || ![3, 4, 6, 8].includes(hex.length)) return undefined
  const long = hex.length <= 4 ? [...hex].map(c => c + c).join('') : hex
  const at = (i: number): number => Number.parseInt(long.slice(i, i + 2), 16)
  return { r: at(0), g: at(2), b: at(4), a: long.length === 8 ? at(6) / 255 : 1 }
}

/** A CSS number, a percentage of `full`, or NaN. */
const channel = (text: string, full: number): number =>
  text.endsWith('%') ? (Number(text.slice(0, -1)) / 100) * full : Number(text)

function fromHsl(h: number, s: number, l: number, a: number): Color {
  // CSS Color 4, section 7.1
  const hue = ((h % 360) + 360) % 360
  const f = (n: number): number => {
    const k = (n + hue / 30) % 12
    return 255 * (l - s * Math.min(l, 1 - l) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return { r: f(0), g: f(8), b: f(4), a }
}

function fromFunction(name: string, body: string): Color | undefined {
  const parts = body.split(/[\s,/]+/).filter(Boolean)
  if (parts.length < 3 || parts.length > 4) return undefined
  const [p0 = '', p1 = '', p2 = '', p3 = '1'] = parts
  const a = clamp(channel(p3, 1), 1)
  const color = name.startsWith('hsl')
    ? fromHsl(Number(p0.replace(/deg$/, '')), clamp(channel(p1, 1), 1), clamp(channel(p2, 1), 1), a)
    : { r: clamp(channel(p0, 255), 255), g: clamp(channel(p1, 255), 255), b: clamp(channel(p2, 255), 255), a }
  return Object.values(color).every(Number.isFinite) ? color : undefined
}

const cache = new Map<string, Color | undefined>()

/**
 * Reads a CSS colour: hexadecimal, rgb(), rgba(), hsl(), hsla(), a name or `transparent`.
 * @returns undefined where the text is none of these.
 */
export function parseColor(text: string): Color | undefined {
  if (cache.has(text)) return cache.get(text)
  const color = parse(text.trim().toLowerCase())
  // Designs have few colours; records could bring endless ones.
  if (cache.size < 5000) cache.set(text, color)
  return color
}

function parse(text: string): Color | undefined {
  if (text === 'transparent' || text === '' || text === 'none') return { r: 0, g: 0, b: 0, a: 0 }
  if (text.startsWith('#')) return fromHex(text.slice(1))
  const call = /^(rgba?|hsla?)\(([^()]*)\)$/.exec(text)
  if (call?.[1] && call[2]) return fromFunction(call[1], call[2])
  const named = NAMED_COLORS[text]
  return named ? fromHex(named) : undefined
}
