import { encodeQR } from 'qr'
import type { BaseElement } from '../document/values.ts'
import { colorOf } from '../drawing/paint.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Surface } from '../pdf/surface.ts'

/** Light modules around the code, by ISO/IEC 18004; part of the element's box, so that the code is always readable. */
const QUIET_ZONE = 4

/**
 * Draws a QR code into the element's box, square and centred: as stencil of one bit a module, which has no resolution
 * of its own, or with `"vector": true` as one path, which takes three times the bytes and twice the time.
 */
export function drawQr(element: BaseElement, surface: Surface, context: DrawContext): void {
  const options = element.lettershop ?? {}
  const value = options.value ?? ''
  const modules = encode(value, options.ecc ?? 'medium', element.path, context)
  if (!modules) return
  const quiet = Math.min(MAX_QUIET_ZONE, Math.round(options.quietZone ?? QUIET_ZONE))
  const side = Math.min(element.width, element.height)
  const unit = side / (modules.length + 2 * quiet)
  const background = options.background === undefined ? '#ffffff' : options.background
  surface.within(() => {
    surface.transform([unit, 0, 0, unit, -side / 2, -side / 2])
    if (background) {
      const color = colorOf(background, `${element.path}.lettershop.background`, context)
      surface.opacity(color.a)
      surface.fillColor(color)
      surface.rectangle(0, 0, modules.length + 2 * quiet, modules.length + 2 * quiet)
      surface.op('f')
    }
    const ink = colorOf(options.color ?? '#000000', `${element.path}.lettershop.color`, context)
    surface.opacity(ink.a)
    surface.fillColor(ink)
    if (options.vector === true || modules.length > MAX_STENCIL) surface.op(`${rectangles(modules, quiet)}f`)
    else surface.op(stencil(modules, quiet))
  })
}

function encode(
  value: string,
  ecc: 'low' | 'medium' | 'quartile' | 'high',
  path: string,
  context: DrawContext,
): boolean[][] | undefined {
  const fail = (message: string): undefined => {
    context.report({ severity: 'error', rule: 'code_invalid', path: `${path}.lettershop.value`, message })
    return undefined
  }
  if (!value.trim()) return fail('The QR code has no value. Set "value", for example to {{ tracking_url }}.')
  try {
    // The encoder insists on a border; it is cut off again.
    const bordered = encodeQR(value, 'raw', { border: 1, ecc })
    return bordered.slice(1, -1).map(row => row.slice(1, -1))
  } catch {
    return fail(`The value of ${value.length} characters is too long for a QR code. Use a shorter link.`)
  }
}

/** The largest code has 177 modules; quiet zones up to this are taken. */
const MAX_QUIET_ZONE = 40

/** Inline images are for small ones (ISO 32000-1, 8.9.7); larger codes are drawn as path. */
const MAX_STENCIL = 100

/** Dark modules as inline image mask, in hexadecimal digits: binary data could hold what looks like its end. */
function stencil(modules: readonly (readonly boolean[])[], offset: number): string {
  const size = modules.length
  let hex = ''
  for (const row of modules) {
    for (let x = 0; x < size; x += 8) {
      let byte = 0
      for (let bit = 0; bit < 8; bit++) if (row[x + bit]) byte |= 0x80 >> bit
      hex += HEX[byte]
    }
  }
  // An image stands on its foot, the canvas' y axis points down.
  return `q ${size} 0 0 -${size} ${offset} ${offset + size} cm
BI/W ${size}/H ${size}/IM true/BPC 1/D[1 0]/F/AHx
ID ${hex}>
EI Q`
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Small numbers as text with a blank: making them anew is half the time of drawing a code. */
const TEXT = Array.from({ length: 177 + 2 * MAX_QUIET_ZONE + 1 }, (_, i) => `${i} `)

/** Dark modules as rectangles, as wide and then as high as possible: half the operators of single rows. */
function rectangles(modules: readonly (readonly boolean[])[], offset: number): string {
  const size = modules.length
  const open = new Uint8Array(size * size)
  modules.forEach((row, y) => {
    for (let x = 0; x < size; x++) if (row[x]) open[y * size + x] = 1
  })
  let out = ''
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x
      if (open[at] === 0) continue
      let width = 1
      while (x + width < size && open[at + width] === 1) width++
      let height = 1
      while (y + height < size && isOpen(open, at + height * size, width)) height++
      for (let i = 0; i < height; i++) open.fill(0, at + i * size, at + i * size + width)
      out += `${TEXT[x + offset]}${TEXT[y + offset]}${TEXT[width]}${TEXT[height]}re\n`
      x += width - 1
    }
  }
  return out
}

function isOpen(open: Uint8Array, from: number, width: number): boolean {
  for (let i = from; i < from + width; i++) if (open[i] !== 1) return false
  return true
}
