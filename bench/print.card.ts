import sharp from 'sharp'

export const WIDTH_IN = 6.25
export const HEIGHT_IN = 4.25

/** The paragraph of the card's back; each peer puts the record's values in its own way. */
export const PARAGRAPH =
  'Dear {{ first_name }}, spring is at our door and with it the first seedlings, seven kinds of tomato, sweet peas ' +
  'and the apricot foxglove that everybody asks about. Come by in {{ city }} before the end of the month, show the ' +
  'code {{ offer_code }} at the till, and a terracotta pot is yours.'

/** A card as the specification describes it: photo, two fonts, five variable texts, paragraph, QR code. */
export const CARD = {
  lettershop: 1,
  format: 'postcard-4x6',
  dpi: 96,
  fonts: [],
  pages: [
    {
      name: 'front',
      canvas: {
        version: '6.7.1',
        objects: [
          {
            type: 'Image',
            left: 0,
            top: 0,
            width: 1875,
            height: 1275,
            scaleX: 0.32,
            scaleY: 0.32,
            src: 'photo.jpg',
          },
          text({
            text: 'Spring opening',
            left: 40,
            top: 60,
            fontSize: 44,
            fontWeight: 'bold',
            fill: '#ffffff',
          }),
          text({
            text: 'Hello {{ first_name }}!',
            left: 40,
            top: 130,
            fontSize: 30,
            fontWeight: 'bold',
            fill: '#ffffff',
          }),
          text({
            text: 'Our doors in {{ city }} are open',
            left: 40,
            top: 180,
            fontSize: 18,
            fill: '#ffffff',
          }),
        ],
      },
    },
    {
      name: 'back',
      canvas: {
        version: '6.7.1',
        objects: [
          text({ text: PARAGRAPH, left: 30, top: 30, fontSize: 12, width: 260 }),
          text({
            text: 'Your code: {{ offer_code }}',
            left: 30,
            top: 200,
            fontSize: 16,
            fontWeight: 'bold',
            width: 260,
          }),
          {
            type: 'Rect',
            left: 30,
            top: 250,
            width: 110,
            height: 110,
            lettershop: { role: 'qr', value: '{{ tracking_url }}' },
          },
          text({ text: '{{ first_name }} {{ last_name }}', left: 310, top: 240, fontSize: 14, width: 250 }),
          text({ text: '{{ street }}', left: 310, top: 262, fontSize: 14, width: 250 }),
          text({ text: '{{ city }}, {{ state }} {{ zip }}', left: 310, top: 284, fontSize: 14, width: 250 }),
        ],
      },
    },
  ],
}

function text(properties: Record<string, unknown>): Record<string, unknown> {
  return {
    type: 'Textbox',
    fontFamily: 'Noto Sans',
    fill: '#222222',
    strokeWidth: 0,
    width: 500,
    ...properties,
  }
}

/** A photograph of noise and colour, as hard to compress as a real one; about 300 kB. */
export async function makePhoto(): Promise<Uint8Array> {
  const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 }
  const layer = await sharp({
    create: { width: 1875, height: 1275, channels: 3, background: '#808080', noise },
  })
    .blur(3)
    .png()
    .toBuffer()
  return sharp(layer).modulate({ brightness: 0.8, hue: 90 }).jpeg({ quality: 80 }).toBuffer()
}

export type Person = {
  id: string
  first_name: string
  last_name: string
  street: string
  city: string
  state: string
  zip: string
  offer_code: string
  tracking_url: string
}

const FIRST = [
  'Anna',
  'Søren',
  'José',
  'Zoë',
  'Michael',
  'Ναταλία',
  'Łukasz',
  'Владимир',
  'Grace',
  'Oluwaseun',
]
const LAST = [
  'Smith',
  'Müller',
  'García',
  'Papadopoulos',
  'Nguyễn',
  'Kowalczyk',
  'Иванов',
  'Johnson',
  'O’Brien',
]
const CITIES = [
  'Worcester',
  'Keene',
  'Northampton',
  'Brattleboro',
  'San Luis Obispo',
  'Coeur d’Alene',
  'Albany',
]
const STREETS = [
  'Walnut Hill Road',
  'Old Post Road',
  'Bay View Terrace',
  'Main Street',
  'Martin Luther King Boulevard',
]

/** Person number `i`, the same on every run. Names repeat as real ones do, addresses and links do not. */
export function person(i: number): Person {
  const pick = (list: readonly string[], factor: number): string => list[(i * factor) % list.length] ?? ''
  const code = ((i * 2_654_435_761) % 4_294_967_296).toString(36).toUpperCase().padStart(7, '0')
  return {
    id: String(i),
    first_name: pick(FIRST, 7),
    last_name: pick(LAST, 5),
    street: `${1 + (i % 9973)} ${pick(STREETS, 3)}`,
    city: pick(CITIES, 11),
    state: 'MA',
    zip: String(1000 + (i % 9000)).padStart(5, '0'),
    offer_code: `WREN-${code.slice(0, 4)}`,
    tracking_url: `https://go.example.com/r/${code}${code}`,
  }
}

/** People 0 to count - 1, one at a time. */
export function* people(count: number): Generator<Person> {
  for (let i = 0; i < count; i++) yield person(i)
}
