import { inflateSync } from 'node:zlib'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import jsqrModule from 'jsqr'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import sharp from 'sharp'
import { type CompileOptions, compile, type DataRecord } from '../index.ts'
import { pdfToPng } from '../preview.ts'

/** What tests look at in a PDF: by readers that are not ours. */

let library: Promise<PDFiumLibrary> | undefined

/** The text of each page, as PDFium extracts it. */
export async function textOf(pdf: Uint8Array): Promise<string[]> {
  library ??= PDFiumLibrary.init()
  const document = await (await library).loadDocument(pdf)
  try {
    return Array.from({ length: document.getPageCount() }, (_, i) => document.getPage(i).getText())
  } finally {
    document.destroy()
  }
}

/** The text of each page, as pdf.js extracts it: an independent reader of fonts and CMaps. */
export async function textByPdfjs(pdf: Uint8Array): Promise<string[]> {
  const task = getDocument({ data: new Uint8Array(pdf), useSystemFonts: false, verbosity: 0 })
  const document = await task.promise
  const pages: string[] = []
  for (let i = 1; i <= document.numPages; i++) {
    const { items } = await (await document.getPage(i)).getTextContent()
    pages.push(items.map(item => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''))
  }
  await task.destroy()
  return pages
}

// The package is CommonJS; its types call the function "default".
const jsqr = ('default' in jsqrModule ? jsqrModule.default : jsqrModule) as typeof jsqrModule.default

/** The value of the QR code on a page, read from its picture; undefined where none is found. */
export async function qrOf(pdf: Uint8Array, page: number, dpi = 150): Promise<string | undefined> {
  const png = await pdfToPng(pdf, { page, dpi })
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return jsqr(new Uint8ClampedArray(data), info.width, info.height)?.data
}

export type Rgb = readonly [number, number, number]

/** The colour of a page at a point, in canvas units of 1/96 inch. */
export async function colorsAt(
  pdf: Uint8Array,
  points: readonly (readonly [number, number])[],
  page = 0,
): Promise<Rgb[]> {
  const png = await pdfToPng(pdf, { page, dpi: 96 })
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return points.map(([x, y]) => {
    const at = (Math.round(y) * info.width + Math.round(x)) * 3
    return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
  })
}

/** All of a PDF that can be read as text: object streams and content inflated, for looking at objects. */
export function sourceOf(pdf: Uint8Array): string {
  const file = Buffer.from(pdf).toString('latin1')
  return file.replace(
    /(<<[^\n]*\/FlateDecode[^\n]*>>)\nstream\n([\s\S]*?)\nendstream/g,
    (whole, dict: string, data: string) => {
      if (dict.includes('/Subtype/Image') || dict.includes('/Type/XRef')) return whole
      return `${dict}\nstream\n${inflateSync(Buffer.from(data, 'latin1')).toString('latin1')}\nendstream`
    },
  )
}

type Canvas = Record<string, unknown>

/** A one-page card of 400 x 300 units (no bleed) with these objects. */
export const card = (objects: readonly unknown[], canvas: Canvas = {}) => ({
  lettershop: 1,
  size: '400x300px',
  pages: [{ canvas: { version: '6.7.1', objects, ...canvas } }],
})

/** A box of text with plain properties. */
export const textbox = (text: string, more: Canvas = {}): Canvas => ({
  type: 'Textbox',
  left: 10,
  top: 10,
  width: 380,
  fontFamily: 'Noto Sans',
  fontSize: 20,
  strokeWidth: 0,
  fill: '#000000',
  text,
  ...more,
})

/** Prints one record of a design. */
export async function print(
  design: unknown,
  record: DataRecord = {},
  options: CompileOptions = {},
): Promise<Uint8Array> {
  return (await compile(design, options)).renderOne(record)
}
