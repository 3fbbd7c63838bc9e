import { encodeQR } from 'qr'
import type { BaseElement } from '../document/values.ts'
import { colorOf } from '../drawing/paint.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Surface } from '../pdf/surface.ts'

/** Light modules around the code, by ISO/IEC 18004; part of the element's box, so that the code is always readable. */
const QUIET_ZONE = 4

/** Draws a QR code into the element's box: vector, one path, square and centred. */
export function drawQr(element: BaseElement, surface: Surface, context: DrawContext): void {
  const options = element.lettershop ?? {}
  const value = options.value ?? ''
  const modules = encode(value, options.ecc ?? 'medium', element.path, context)
  if (!modules) return
  const quiet = options.quietZone ?? QUIET_ZONE
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
    surface.op(`${rectangles(modules, quiet)}f`)
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

/** Dark modules as rectangles, as wide and then as high as possible: half the operators of single rows. */
function rectangles(modules: readonly (readonly boolean[])[], offset: number): string {
  const size = modules.length
  const done = modules.map(() => new Uint8Array(size))
  let out = ''
  for (let y = 0; y < size; y++) {
    const row = modules[y] ?? []
    for (let x = 0; x < size; x++) {
      if (!row[x] || done[y]?.[x]) continue
      let width = 1
      while (x + width < size && row[x + width] && !done[y]?.[x + width]) width++
      let height = 1
      while (y + height < size && isDark(modules[y + height], done[y + height], x, width)) height++
      for (let i = 0; i < height; i++) done[y + i]?.fill(1, x, x + width)
      out += `${x + offset} ${y + offset} ${width} ${height} re\n`
      x += width - 1
    }
  }
  return out
}

function isDark(
  row: readonly boolean[] | undefined,
  done: Uint8Array | undefined,
  x: number,
  width: number,
): boolean {
  if (!row || !done) return false
  for (let i = x; i < x + width; i++) if (!row[i] || done[i]) return false
  return true
}
