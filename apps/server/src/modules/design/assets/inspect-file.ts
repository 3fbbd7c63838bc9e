import type { FontFacts } from '@lettershop/contracts'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { AppError } from '#platform/errors/app-error.ts'
import { FontFileError, fontFacts } from './font-facts.ts'
import { stripJpeg } from './strip-jpeg.ts'

/** An uploaded file as it is kept: without what a camera or a program wrote beside the picture. */
export interface CleanFile {
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly kind: 'image' | 'font'
  readonly width: number | null
  readonly height: number | null
  readonly dpi: number | null
  readonly colourSpace: string | null
  readonly fontFacts: FontFacts | null
}

/** 100 million pixels, as the print engine takes: 33 x 33 inches at 300 dpi. */
const MOST_PIXELS = 100_000_000

const startsWith =
  (...bytes: number[]) =>
  (file: Uint8Array) =>
    bytes.every((byte, i) => file[i] === byte)
const textAt = (text: string, at: number) => (file: Uint8Array) =>
  Buffer.from(file.subarray(at, at + text.length)).toString('latin1') === text

/** What a file is by its first bytes; its name and its Content-Type are only claims. */
const SIGNATURES: readonly { is(file: Uint8Array): boolean; type: string }[] = [
  { is: startsWith(0xff, 0xd8, 0xff), type: 'jpeg' },
  { is: startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), type: 'png' },
  { is: textAt('GIF8', 0), type: 'gif' },
  { is: file => textAt('RIFF', 0)(file) && textAt('WEBP', 8)(file), type: 'webp' },
  {
    is: file => startsWith(0x49, 0x49, 0x2a, 0)(file) || startsWith(0x4d, 0x4d, 0, 0x2a)(file),
    type: 'tiff',
  },
  {
    is: file => startsWith(0, 1, 0, 0)(file) || textAt('OTTO', 0)(file) || textAt('true', 0)(file),
    type: 'font',
  },
  { is: file => textAt('wOFF', 0)(file) || textAt('wOF2', 0)(file), type: 'web font' },
  { is: textAt('ttcf', 0), type: 'font collection' },
  { is: textAt('%PDF', 0), type: 'PDF' },
  { is: file => /^\s*(?:<\?xml|<!--|<!doctype svg|<svg)/i.test(head(file)), type: 'SVG' },
]

const head = (file: Uint8Array) =>
  Buffer.from(file.subarray(0, 200))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')

/** What to do instead, for kinds that people try. */
const INSTEAD: Readonly<Record<string, string>> = {
  SVG: 'SVG drawings cannot be used as images: they may carry programs. Export the drawing as PNG at 300 dpi, or draw it in the designer.',
  PDF: 'A PDF cannot be used as an image. Export the page as PNG or JPEG at 300 dpi.',
  'web font': 'This is a web font (WOFF). Upload the TTF or OTF file that it was made from.',
  'font collection': 'This is a font collection. Upload its fonts as single TTF or OTF files.',
}

const refuse = (message: string) => new AppError('file_not_accepted', { message })

/**
 * Looks at an uploaded image or font and makes the form in which it is kept.
 * @throws {AppError} `file_not_accepted` saying what to do instead
 */
export async function inspectFile(bytes: Uint8Array): Promise<CleanFile> {
  if (bytes.length === 0) throw refuse('The file is empty.')
  const type = SIGNATURES.find(one => one.is(bytes))?.type
  if (type === undefined) throw new AppError('file_not_accepted')
  const instead = INSTEAD[type]
  if (instead !== undefined) throw refuse(instead)
  return type === 'font' ? font(bytes) : image(bytes, type)
}

function font(bytes: Uint8Array): CleanFile {
  try {
    const facts = fontFacts(bytes)
    const none = { width: null, height: null, dpi: null, colourSpace: null }
    return { bytes, kind: 'font', mediaType: `font/${facts.format}`, fontFacts: facts, ...none }
  } catch (error) {
    throw error instanceof FontFileError ? refuse(error.message) : error
  }
}

async function image(bytes: Uint8Array, type: string): Promise<CleanFile> {
  const meta = await readable(() => sharp(bytes, { limitInputPixels: false }).metadata())
  const { width, height } = meta
  if (width * height > MOST_PIXELS)
    throw refuse(
      `The image has ${width} x ${height} pixels. At most ${MOST_PIXELS / 1e6} million can be printed; make it smaller.`,
    )
  const kept = await readable(() => keep(bytes, type, meta))
  const after = await sharp(kept.bytes).metadata()
  return {
    ...kept,
    kind: 'image',
    width: after.width,
    height: after.height,
    dpi: meta.density === undefined || meta.density < 1 ? null : Math.round(meta.density),
    colourSpace: (meta.space ?? 'unknown').slice(0, 40),
    fontFacts: null,
  }
}

/**
 * A JPEG that lies upright stays as it is, without what its camera wrote: encoding it again would cost quality. All
 * else is decoded and written anew, so that only pixels are left of it.
 */
async function keep(
  bytes: Uint8Array,
  type: string,
  meta: Metadata,
): Promise<Pick<CleanFile, 'bytes' | 'mediaType'>> {
  if (type === 'jpeg' && (meta.orientation ?? 1) === 1) {
    await sharp(bytes, { limitInputPixels: MOST_PIXELS }).stats()
    return { bytes: stripJpeg(bytes), mediaType: 'image/jpeg' }
  }
  const upright = sharp(bytes, { limitInputPixels: MOST_PIXELS }).autoOrient()
  const asJpeg = type === 'jpeg' || meta.space === 'cmyk'
  const written: Sharp = asJpeg
    ? upright.keepIccProfile().jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    : upright.toColourspace('srgb').png()
  return {
    bytes: await written.toBuffer(),
    mediaType: asJpeg ? 'image/jpeg' : 'image/png',
  }
}

async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('file_not_accepted', {
      message:
        'The image cannot be read; the file is damaged. Export it again from the program it came from.',
      cause: error,
    })
  }
}
