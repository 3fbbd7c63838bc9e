import { addressLines, cream, fonts, ink, logo, marigold, poppy, returnAddress, serif } from './brand.ts'
import { type FabricObject, gradient, group, line, rect, text } from './fabric.ts'
import { blossom, pot } from './shapes.ts'

const paragraphs = [
  "Another winter is behind us, and the first thing we did when the stove went out was to look through the membership cards. Yours was near the top. You have been gardening with us in {{ city | default: 'town' }} long enough to know that we do not write often, so here is why we do now.",
  "This year the Potting Club has a bench of its own at {{ nearest_shop | default: 'every glasshouse' }}: good compost, sharp knives, old pots, and someone who knows what they are doing on Wednesday and Saturday mornings. As {{ tier | default: 'a Seedling' }} gardener you may use it whenever the lights are on.",
  "Your code for the season is {{ offer_code | default: 'GROW20' }}. It takes 20% off everything that grows, from the first violas to the last bulbs in October, as often as you like. We will be here on {{ visit_date | default: 'Saturday, April 17' }} from nine. Come and choose your spot at the bench.",
]

/** The picture in the upper right corner: the glasshouse at an angle of the original, cropped by the image itself. */
const header: FabricObject = {
  type: 'Image',
  originX: 'left',
  originY: 'top',
  strokeWidth: 0,
  left: 442,
  top: 40,
  cropX: 798,
  cropY: 280,
  width: 975,
  height: 723,
  scaleX: 308 / 975,
  scaleY: 308 / 975,
  src: 'images/glasshouse-morning.jpg',
  clipPath: {
    type: 'Rect',
    originX: 'center',
    originY: 'center',
    left: 0,
    top: 0,
    width: 975,
    height: 723,
    rx: 44,
    ry: 44,
    strokeWidth: 0,
    fill: '#000000',
  },
}

const benefits = ['A bench and tools', '20% off, all season', 'First pick of bulbs'].map((title, i) =>
  group(60 + i * 234, 712, 222, 84, [
    rect(0, 0, 222, 84, { rx: 10, ry: 10, fill: cream }),
    ...pot(14, 9, ['#e394a0', '#d9502f', '#a992c4'][i] ?? poppy),
    text(66, 30, 148, title, { family: serif, weight: 700, size: 15.5, fill: ink }),
  ]),
)

const page = (): FabricObject[] => [
  ...logo(60, 46, 36, { disc: ink, bird: cream, twig: marigold, name: ink }),
  text(104, 84, 260, returnAddress.replace('Tamarack & Wren\n', '').replace('\n', ', '), {
    size: 10.5,
    fill: '#333333',
  }),
  text(76, 172, 290, addressLines, {
    size: 12.5,
    leading: 1.1,
    fill: '#000000',
    lines: 5,
    lettershop: { role: 'address' },
  }),
  header,
  text(60, 318, 690, "The bench is yours, {{ first_name | default: 'neighbor' }}.", {
    family: serif,
    weight: 700,
    size: 37,
    fill: ink,
    lines: 1,
    lettershop: { fit: 'shrink', minFontSize: 20 },
  }),
  line(60, 372, 132, 372, { stroke: poppy, strokeWidth: 3, strokeLineCap: 'round' }),
  text(60, 396, 690, "Dear {{ first_name | default: 'neighbor' }},", {
    family: serif,
    weight: 600,
    italic: true,
    size: 18,
    fill: poppy,
  }),
  text(60, 430, 690, paragraphs.join('\n\n'), {
    size: 14.5,
    leading: 1.4,
    fill: '#24352d',
    lines: 11,
    lettershop: { fit: 'shrink', minFontSize: 12 },
  }),
  ...benefits,
  text(60, 834, 380, 'With soil under our nails,', { size: 14.5, fill: '#24352d' }),
  text(60, 856, 380, 'June & Teodor', { family: serif, weight: 600, italic: true, size: 34, fill: ink }),
  text(60, 902, 380, 'Growers, Tamarack & Wren', { size: 12, fill: '#5d6d63' }),
  rect(626, 820, 138, 138, { fill: '#000000', lettershop: { role: 'qr', value: '{{ tracking_url }}' } }),
  text(440, 842, 154, 'Renew in\na minute', {
    family: serif,
    weight: 700,
    size: 22,
    leading: 1.05,
    align: 'right',
    fill: ink,
  }),
  text(440, 900, 154, 'Scan with your phone; your card is already filled in.', {
    size: 12,
    leading: 1.24,
    align: 'right',
    fill: '#5d6d63',
    lines: 3,
  }),
  rect(60, 988, 690, 34, { rx: 17, ry: 17, fill: gradient([0, 0], [1, 0], '#122e25', '#2c5c47') }),
  ...blossom(84, 1005, 11, '#f7c46c', poppy),
  text(106, 998, 620, 'Eight glasshouses from Casco Yard to Stony Brook  ·  hello@example.com', {
    size: 11.5,
    fill: cream,
  }),
]

/** The letter that renews a membership: 8.5 x 11 in for a double-window envelope, 816 x 1056 units, no bleed. */
export const clubLetter = {
  lettershop: 1,
  format: 'letter-8.5x11',
  dpi: 96,
  bleed: '0in',
  fonts,
  pages: [{ name: 'front', canvas: { version: '6.7.1', background: '#ffffff', objects: page() } }],
}
