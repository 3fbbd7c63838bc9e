import { createRequire } from 'node:module'
import type { BaseElement } from '../document/values.ts'
import { colorOf } from '../drawing/paint.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Surface } from '../pdf/surface.ts'
import { num } from '../pdf/syntax.ts'

const require = createRequire(import.meta.url)
/** Loaded with the first bar code: it is a megabyte of source. */
const encoderOf = (): typeof import('bwip-js') => require('bwip-js') as typeof import('bwip-js')

/** Symbologies by the names that people use, with the encoder's names. */
const SYMBOLOGIES: Readonly<Record<string, string>> = {
  code128: 'code128',
  'code-128': 'code128',
  datamatrix: 'datamatrix',
  'data-matrix': 'datamatrix',
}

/** Light modules on each side: 10 for Code 128 (ISO/IEC 15417), 1 for Data Matrix (ISO/IEC 16022). */
const QUIET = { linear: 10, matrix: 1 }

type Symbol =
  | { kind: 'linear'; bars: readonly number[] }
  | { kind: 'matrix'; pixels: readonly number[]; columns: number; rows: number }

/** Draws a bar code into the element's box: Code 128 over its whole height, Data Matrix centred. */
export function drawBarcode(element: BaseElement, surface: Surface, context: DrawContext): void {
  const options = element.lettershop ?? {}
  const symbol = encode(element, context)
  if (!symbol) return
  const { width, height } = element
  surface.within(() => {
    const background = options.background === undefined ? '#ffffff' : options.background
    if (background) {
      const color = colorOf(background, `${element.path}.lettershop.background`, context)
      surface.opacity(color.a)
      surface.fillColor(color)
      surface.rectangle(-width / 2, -height / 2, width, height)
      surface.op('f')
    }
    const ink = colorOf(options.color ?? '#000000', `${element.path}.lettershop.color`, context)
    surface.opacity(ink.a)
    surface.fillColor(ink)
    const quiet = options.quietZone ?? QUIET[symbol.kind]
    if (symbol.kind === 'linear') bars(symbol.bars, quiet, width, height, surface)
    else modules(symbol, quiet, width, height, surface)
  })
}

function encode(element: BaseElement, context: DrawContext): Symbol | undefined {
  const { value = '', symbology = 'code128' } = element.lettershop ?? {}
  const fail = (message: string): undefined => {
    context.report({ severity: 'error', rule: 'code_invalid', path: `${element.path}.lettershop`, message })
    return undefined
  }
  const encoder = SYMBOLOGIES[symbology.toLowerCase()]
  if (!encoder)
    return fail(`The symbology "${symbology.slice(0, 30)}" is not known. Use code128 or datamatrix.`)
  if (!value.trim()) return fail('The bar code has no value. Set "value", for example to {{ id }}.')
  try {
    const [symbol] = encoderOf().raw({ bcid: encoder, text: value })
    if (!symbol) return fail('The bar code cannot be made from its value.')
    if ('sbs' in symbol) return { kind: 'linear', bars: symbol.sbs }
    if ('pixs' in symbol)
      return { kind: 'matrix', pixels: symbol.pixs, columns: symbol.pixx, rows: symbol.pixy }
    return fail('The bar code cannot be made from its value.')
  } catch (error) {
    return fail(
      `The bar code cannot be made: ${error instanceof Error ? error.message.slice(0, 120) : 'unknown reason'}.`,
    )
  }
}

/** Bar, space, bar, …: widths in modules. */
function bars(
  widths: readonly number[],
  quiet: number,
  width: number,
  height: number,
  surface: Surface,
): void {
  const total = widths.reduce((sum, w) => sum + w, 0) + 2 * quiet
  const unit = width / total
  let x = -width / 2 + quiet * unit
  widths.forEach((w, i) => {
    if (i % 2 === 0) surface.op(`${num(x, 4)} ${num(-height / 2)} ${num(w * unit, 4)} ${num(height)} re`)
    x += w * unit
  })
  surface.op('f')
}

function modules(
  { pixels, columns, rows }: Extract<Symbol, { kind: 'matrix' }>,
  quiet: number,
  width: number,
  height: number,
  surface: Surface,
): void {
  const unit = Math.min(width / (columns + 2 * quiet), height / (rows + 2 * quiet))
  surface.transform([unit, 0, 0, unit, (-columns * unit) / 2, (-rows * unit) / 2])
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let run = 0
      while (x + run < columns && pixels[y * columns + x + run]) run++
      if (run === 0) continue
      surface.op(`${x} ${y} ${run} 1 re`)
      x += run
    }
  }
  surface.op('f')
}
