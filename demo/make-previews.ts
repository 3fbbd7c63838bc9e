/**
 * Prints the designs with the print engine and photographs them for the README and the template gallery.
 *
 *     node demo/make-previews.ts
 *
 * `previews/spring-opening.jpg` shows one campaign on the table; the other pictures are single pages, trimmed.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { type Assets, compile, type DataRecord } from '@lettershop/print-engine'
import { pdfToPng } from '@lettershop/print-engine/preview'
import { parse } from 'csv-parse/sync'
import sharp, { type OverlayOptions } from 'sharp'
import { z } from 'zod'
import { designs, serialise } from './layout/designs.ts'

const here = new URL('designs/', import.meta.url)
const folder = new URL('previews/', import.meta.url)
const DPI = 144

const assets: Assets = { resolve: async src => ({ bytes: await readFile(new URL(src, here)) }) }
const people: readonly DataRecord[] = z
  .array(z.record(z.string(), z.string()))
  .parse(parse(await readFile(new URL('lists/proof.csv', import.meta.url)), { columns: true }))

const person = (name: string): DataRecord => {
  const found = people.find(record => record['first_name'] === name)
  if (!found) throw new Error(`lists/proof.csv has nobody named ${name}; choose a name that is on it`)
  return found
}

/** Pages of one person's piece as PNG, cut to the trim size. */
async function pages(design: (typeof designs)[keyof typeof designs], record: DataRecord): Promise<Buffer[]> {
  // Through JSON, so that what is photographed is what is saved.
  const job = await compile(JSON.parse(serialise(design)), { assets })
  const pdf = await job.renderOne(record)
  const edge = Math.round(Number.parseFloat(design.bleed) * DPI)
  return Promise.all(
    job.pages.map(async (_, page) => {
      const image = sharp(await pdfToPng(pdf, { page, dpi: DPI }))
      const { width, height } = await image.metadata()
      return image
        .extract({ left: edge, top: edge, width: width - 2 * edge, height: height - 2 * edge })
        .png()
        .toBuffer()
    }),
  )
}

interface Placed {
  readonly card: Buffer
  readonly x: number
  readonly y: number
  readonly turn: number
}

/** A card on the table: turned, with the soft shadow of a window on the left. */
async function lay({ card, x, y, turn }: Placed): Promise<OverlayOptions[]> {
  const clear = { r: 0, g: 0, b: 0, alpha: 0 }
  const turned = await sharp(card).ensureAlpha().rotate(turn, { background: clear }).png().toBuffer()
  const { width, height } = await sharp(turned).metadata()
  const alpha = await sharp(turned)
    .extend({ top: 40, bottom: 40, left: 40, right: 40, background: clear })
    .extractChannel('alpha')
    .blur(13)
    .linear(0.42, 0)
    .toBuffer()
  const shadow = await sharp({
    create: { width: width + 80, height: height + 80, channels: 3, background: '#3b2a12' },
  })
    .joinChannel(alpha)
    .png()
    .toBuffer()
  return [
    { input: shadow, left: x - 40 + 10, top: y - 40 + 16 },
    { input: turned, left: x, top: y },
  ]
}

async function table(): Promise<Buffer> {
  const design = designs['spring-opening']
  const [greek, longest, top] = await Promise.all(
    ['Αικατερίνη', 'Wilhelmina', 'Noemí'].map(name => pages(design, person(name))),
  )
  const placed: Placed[] = [
    { card: greek?.[0] ?? Buffer.alloc(0), x: 96, y: 34, turn: -6 },
    { card: longest?.[0] ?? Buffer.alloc(0), x: 872, y: 24, turn: 4 },
    { card: top?.[0] ?? Buffer.alloc(0), x: 34, y: 520, turn: 2 },
    { card: top?.[1] ?? Buffer.alloc(0), x: 896, y: 556, turn: -2 },
  ]
  const wood = `<svg xmlns="http://www.w3.org/2000/svg" width="1800" height="1200"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">
    <stop offset="0" stop-color="#f4ead6"/><stop offset="1" stop-color="#dcc9a6"/></linearGradient></defs><rect width="1800" height="1200" fill="url(#g)"/></svg>`
  const layers = (await Promise.all(placed.map(lay))).flat()
  return sharp(Buffer.from(wood)).composite(layers).jpeg({ quality: 84, mozjpeg: true }).toBuffer()
}

await mkdir(folder, { recursive: true })
await writeFile(new URL('spring-opening.jpg', folder), await table())
for (const [slug, design] of Object.entries(designs)) {
  const names = design.pages.map(page => page.name)
  for (const [i, png] of (await pages(design, person('Noemí'))).entries()) {
    const file = `${slug}-${names[i] ?? i}.jpg`
    await writeFile(
      new URL(file, folder),
      await sharp(png).resize({ width: 900 }).jpeg({ quality: 82, mozjpeg: true }).toBuffer(),
    )
    console.log(`previews/${file}`)
  }
}
