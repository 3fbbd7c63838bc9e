import { deflateSync } from 'node:zlib'
import sharp, { type Metadata } from 'sharp'
import { makeResource, type Resource } from '../pdf/resources.ts'
import type { StoredImage } from './store.ts'
import { svgFault } from './svg.ts'

/** Thrown for images that cannot be printed; the message goes into a finding after the image's name. */
export class ImageError extends Error {}

/** 100 million pixels: a poster of 33 x 33 inches at 300 dpi. More would need gigabytes to decode. */
const MAX_PIXELS = 100_000_000
/** Decoding holds one of the few threads that also read files. */
export const MAX_SECONDS = 15

/**
 * Makes an image ready for PDF. A JPEG in grey, RGB or CMYK is passed through as it is; everything else is decoded
 * and deflated, its alpha channel becomes a soft mask.
 * @param hash of the bytes, to name the resource.
 * @throws ImageError where it is too large; sharp's errors where it cannot be read.
 */
export async function encodeImage(bytes: Uint8Array, hash: string): Promise<StoredImage> {
  const meta = await sharp(bytes, { limitInputPixels: false }).metadata()
  const { width = 0, height = 0 } = meta
  const fault = meta.format === 'svg' ? svgFault(bytes) : undefined
  if (fault) throw new ImageError(`${fault}; export the drawing as PNG`)
  if (width * height > MAX_PIXELS) {
    throw new ImageError(`has ${width} x ${height} pixels; at most ${MAX_PIXELS / 1e6} million are printed`)
  }
  if (width === 0 || height === 0) throw new ImageError('has no size')
  // A JPEG that its camera turned has to be turned for real: PDF knows no EXIF.
  if (meta.format === 'jpeg' && (meta.orientation ?? 1) === 1)
    return { resource: jpeg(bytes, meta, hash), width, height }
  return decoded(bytes, hash)
}

function jpeg(bytes: Uint8Array, meta: Metadata, hash: string): Resource {
  const cmyk = meta.channels === 4
  const space = cmyk ? '/DeviceCMYK' : meta.channels === 1 ? '/DeviceGray' : '/DeviceRGB'
  // Adobe writes CMYK inverted.
  const decode = cmyk ? '/Decode[1 0 1 0 1 0 1 0]' : ''
  const dict = `/Type/XObject/Subtype/Image/Width ${meta.width}/Height ${meta.height}/ColorSpace${space}/BitsPerComponent 8${decode}/Filter/DCTDecode`
  return makeResource('XObject', dict, { stream: bytes, key: `i${hash}` })
}

async function decoded(bytes: Uint8Array, hash: string): Promise<StoredImage> {
  const { data, info } = await sharp(bytes)
    .timeout({ seconds: MAX_SECONDS })
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const pixels = width * height
  const rgb = Buffer.allocUnsafe(pixels * 3)
  const alpha = Buffer.allocUnsafe(pixels)
  let opaque = true
  for (let i = 0, from = 0, to = 0; i < pixels; i++, from += 4, to += 3) {
    rgb[to] = data[from] ?? 0
    rgb[to + 1] = data[from + 1] ?? 0
    rgb[to + 2] = data[from + 2] ?? 0
    const a = data[from + 3] ?? 255
    alpha[i] = a
    if (a !== 255) opaque = false
  }
  const dict = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/BitsPerComponent 8/Filter/FlateDecode`
  const mask = opaque
    ? undefined
    : makeResource('XObject', `${dict}/ColorSpace/DeviceGray`, {
        stream: deflateSync(alpha),
        key: `m${hash}`,
      })
  const resource = makeResource(
    'XObject',
    `${dict}/ColorSpace/DeviceRGB${mask ? `/SMask %%${mask.name}%%` : ''}`,
    {
      stream: deflateSync(rgb),
      uses: mask ? [mask] : [],
      key: `i${hash}`,
    },
  )
  return { resource, width, height }
}
