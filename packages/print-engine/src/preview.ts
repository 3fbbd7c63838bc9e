import { PDFiumLibrary } from '@hyzyla/pdfium'
import sharp from 'sharp'

export interface PreviewOptions {
  /** Page to draw, counted from 0. */
  page?: number
  /** Dots per inch; 150 unless `width` is given. */
  dpi?: number
  /** Width in pixels, instead of `dpi`. */
  width?: number
}

/** Thrown for a page that the PDF does not have, or bytes that are no PDF. */
export class PreviewError extends Error {}

const DEFAULT_DPI = 150
/** A picture larger than this is a mistake. */
const MAX_SIDE = 12_000

let library: Promise<PDFiumLibrary> | undefined

/** One library for all previews: starting it takes 43 ms. A start that fails is tried again. */
function pdfium(): Promise<PDFiumLibrary> {
  library ??= PDFiumLibrary.init().catch((error: unknown) => {
    library = undefined
    throw error
  })
  return library
}

/**
 * Draws a page of a PDF as PNG. Takes about 100 ms for a card at 150 dpi and blocks this thread meanwhile.
 * @throws PreviewError where the bytes are no PDF or the page is not there.
 */
export async function pdfToPng(pdf: Uint8Array, options: PreviewOptions = {}): Promise<Uint8Array> {
  const { page: index = 0 } = options
  const document = await (await pdfium()).loadDocument(pdf).catch(() => {
    throw new PreviewError('The bytes are no PDF that can be read.')
  })
  try {
    const count = document.getPageCount()
    if (index < 0 || index >= count)
      throw new PreviewError(`The PDF has ${count} pages; there is no page ${index + 1}.`)
    const points = document.getPage(index).getOriginalSize()
    const dpi = options.width ? (options.width * 72) / points.originalWidth : (options.dpi ?? DEFAULT_DPI)
    // The wrapper floors the size in points before it scales, which would cut off pixels: the size is given whole.
    const width = side(points.originalWidth, dpi)
    const height = side(points.originalHeight, dpi)
    // Rendering closes the page, so it is fetched anew.
    const picture = await document.getPage(index).render({ scale: 1, width, height, render: encode })
    return picture.data
  } finally {
    document.destroy()
  }
}

const side = (points: number, dpi: number): number =>
  Math.min(MAX_SIDE, Math.max(1, Math.ceil((points * dpi) / 72 - 0.01)))

/** PDFium gives blue, green, red, alpha. */
async function encode({
  data,
  width,
  height,
}: {
  data: Uint8Array
  width: number
  height: number
}): Promise<Uint8Array> {
  const rgb = Buffer.allocUnsafe(width * height * 3)
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from] ?? 0
    rgb[to + 1] = data[from + 1] ?? 0
    rgb[to + 2] = data[from + 2] ?? 0
  }
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer()
}
