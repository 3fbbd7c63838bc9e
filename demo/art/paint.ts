import sharp from 'sharp'

/** One layer of a picture: SVG content and how far it is out of focus (standard deviation in pixels). */
export interface Layer {
  readonly svg: string
  readonly blur?: number
  readonly blend?: 'over' | 'multiply' | 'screen' | 'soft-light'
}

async function raster(layer: Layer, w: number, h: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">${layer.svg}</svg>`
  const image = sharp(Buffer.from(svg), { unlimited: true }).ensureAlpha()
  return (layer.blur ? image.blur(layer.blur) : image).png({ compressionLevel: 1 }).toBuffer()
}

/** A grain like that of film or of a stone print; grey, to be laid over with soft light. */
async function grain(w: number, h: number, seed: number): Promise<Buffer> {
  const pixels = Buffer.alloc(w * h)
  let state = seed >>> 0 || 1
  for (let i = 0; i < pixels.length; i++) {
    // xorshift32: quick and the same on every machine, unlike libvips' own noise.
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    pixels[i] = 128 + (((state >>> 8) % 61) - 30)
  }
  return sharp(pixels, { raw: { width: w, height: h, channels: 1 } })
    .blur(0.7)
    .toColourspace('srgb')
    .png({ compressionLevel: 1 })
    .toBuffer()
}

/**
 * Paints layers over each other, from back to front, and lays a fine grain over the whole.
 * @returns the picture as JPEG with 4:4:4 colour, 300 dpi noted in it
 */
export async function paint(
  layers: readonly Layer[],
  w: number,
  h: number,
  quality: number,
): Promise<Buffer> {
  let canvas = await raster({ svg: `<rect width="${w}" height="${h}" fill="#fff"/>` }, w, h)
  for (const layer of layers) {
    const input = await raster(layer, w, h)
    canvas = await sharp(canvas)
      .composite([{ input, blend: layer.blend ?? 'over' }])
      .png({ compressionLevel: 1 })
      .toBuffer()
  }
  return sharp(canvas)
    .composite([{ input: await grain(w, h, 7), blend: 'soft-light' }])
    .removeAlpha()
    .withMetadata({ density: 300 })
    .jpeg({ quality, chromaSubsampling: '4:4:4', mozjpeg: true })
    .toBuffer()
}
