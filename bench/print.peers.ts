import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { generate } from '@pdfme/generator'
import { barcodes, image, text } from '@pdfme/schemas'
import PDFDocument from 'pdfkit'
import { encodeQR } from 'qr'
import { HEIGHT_IN, PARAGRAPH, type Person, WIDTH_IN } from './print.card.ts'

const require = createRequire(import.meta.url)
const fontFile = (folder: string): Buffer =>
  readFileSync(require.resolve(`@expo-google-fonts/noto-sans/${folder}/NotoSans_${folder}.ttf`))
const regular = fontFile('400Regular')
const bold = fontFile('700Bold')

const paragraph = (p: Person): string =>
  PARAGRAPH.replace(/\{\{ (\w+) \}\}/g, (_, name: keyof Person) => p[name])

/** The texts of a card: what, where (canvas units), how large. */
const texts = (p: Person) =>
  [
    { page: 0, x: 40, y: 60, size: 44, font: 'bold', color: '#ffffff', width: 500, text: 'Spring opening' },
    {
      page: 0,
      x: 40,
      y: 130,
      size: 30,
      font: 'bold',
      color: '#ffffff',
      width: 500,
      text: `Hello ${p.first_name}!`,
    },
    {
      page: 0,
      x: 40,
      y: 180,
      size: 18,
      font: 'regular',
      color: '#ffffff',
      width: 500,
      text: `Our doors in ${p.city} are open`,
    },
    { page: 1, x: 30, y: 30, size: 12, font: 'regular', color: '#222222', width: 260, text: paragraph(p) },
    {
      page: 1,
      x: 30,
      y: 200,
      size: 16,
      font: 'bold',
      color: '#222222',
      width: 260,
      text: `Your code: ${p.offer_code}`,
    },
    {
      page: 1,
      x: 310,
      y: 240,
      size: 14,
      font: 'regular',
      color: '#222222',
      width: 250,
      text: `${p.first_name} ${p.last_name}`,
    },
    { page: 1, x: 310, y: 262, size: 14, font: 'regular', color: '#222222', width: 250, text: p.street },
    {
      page: 1,
      x: 310,
      y: 284,
      size: 14,
      font: 'regular',
      color: '#222222',
      width: 250,
      text: `${p.city}, ${p.state} ${p.zip}`,
    },
  ] as const

const POINT = 0.75
const MM = 25.4 / 96

/** The card with pdfkit, written as its manual teaches: images and fonts are opened once, everything is drawn. */
export async function withPdfkit(people: Iterable<Person>, photo: Uint8Array): Promise<number> {
  const document = new PDFDocument({ size: [WIDTH_IN * 72, HEIGHT_IN * 72], margin: 0, autoFirstPage: false })
  let bytes = 0
  document.on('data', (chunk: Buffer) => {
    bytes += chunk.length
  })
  const ended = new Promise(done => document.on('end', done))
  document.registerFont('regular', regular)
  document.registerFont('bold', bold)
  const background = Buffer.from(photo)
  for (const p of people) {
    for (const page of [0, 1]) {
      document.addPage()
      if (page === 0) document.image(background, 0, 0, { width: WIDTH_IN * 72 })
      for (const t of texts(p).filter(text => text.page === page)) {
        document
          .font(t.font)
          .fontSize(t.size * POINT)
          .fillColor(t.color)
        document.text(t.text, t.x * POINT, t.y * POINT, { width: t.width * POINT })
      }
      if (page === 1) drawQr(document, p.tracking_url)
    }
    // The stream's readers get their turn, as they would in a program that writes a file.
    await new Promise(setImmediate)
  }
  document.end()
  await ended
  return bytes
}

function drawQr(document: PDFKit.PDFDocument, value: string): void {
  const modules = encodeQR(value, 'raw', { border: 4, ecc: 'medium' })
  const unit = (110 * POINT) / modules.length
  modules.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) document.rect(30 * POINT + x * unit, 250 * POINT + y * unit, unit, unit)
    })
  })
  document.fill('#000000')
}

/** The card with pdfme: a template with a schema for each text, one input a record. */
export async function withPdfme(people: Iterable<Person>, photo: Uint8Array): Promise<number> {
  const list = [...people]
  const first = list[0]
  if (!first) return 0
  const at = (t: { x: number; y: number; width: number }, height: number) => ({
    position: { x: t.x * MM, y: t.y * MM },
    width: t.width * MM,
    height: height * MM,
  })
  const page = (number: number) =>
    texts(first)
      .map((t, i) => ({ t, name: `text${i}` }))
      .filter(({ t }) => t.page === number)
      .map(({ t, name }) => ({
        name,
        type: 'text',
        ...at(t, 100),
        fontName: t.font,
        fontSize: t.size * POINT,
        fontColor: t.color,
        lineHeight: 1.16,
      }))
  const photoUri = `data:image/jpeg;base64,${Buffer.from(photo).toString('base64')}`
  const size = { width: WIDTH_IN * 25.4, height: HEIGHT_IN * 25.4 }
  const template = {
    basePdf: { ...size, padding: [0, 0, 0, 0] as [number, number, number, number] },
    schemas: [
      [{ name: 'photo', type: 'image', position: { x: 0, y: 0 }, ...size }, ...page(0)],
      [...page(1), { name: 'code', type: 'qrcode', ...at({ x: 30, y: 250, width: 110 }, 110) }],
    ],
  }
  const inputs = list.map(p => ({
    photo: photoUri,
    code: p.tracking_url,
    ...Object.fromEntries(texts(p).map((t, i) => [`text${i}`, t.text])),
  }))
  const font = {
    regular: { data: new Uint8Array(regular), fallback: true },
    bold: { data: new Uint8Array(bold) },
  }
  const pdf = await generate({
    template,
    inputs,
    plugins: { text, image, qrcode: barcodes.qrcode },
    options: { font },
  })
  return pdf.length
}
