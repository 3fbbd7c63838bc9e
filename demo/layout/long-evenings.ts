import {
  addressLines,
  cream,
  fonts,
  indicia,
  ink,
  logo,
  marigold,
  poppy,
  returnAddress,
  serif,
} from './brand.ts'
import { type FabricObject, gradient, image, line, path, rect, text } from './fabric.ts'
import { pot } from './shapes.ts'

const front = (): FabricObject[] => [
  image(0, 0, 888, 600, 'images/summer-border.jpg', { width: 2775, height: 1875 }),
  rect(0, 0, 888, 330, { fill: gradient([0, 0], [0, 1], 'rgba(252,245,229,0.3)', 'rgba(252,245,229,0)') }),
  text(330, 46, 522, 'SUMMER BY LANTERN LIGHT  ·  JUNE 10, 17 AND 24', {
    weight: 700,
    size: 13,
    tracking: 130,
    align: 'right',
    fill: '#a5361f',
  }),
  text(230, 66, 624, 'Long evenings,', { family: serif, weight: 700, size: 76, align: 'right', fill: ink }),
  text(230, 142, 624, "{{ first_name | default: 'neighbor' }}.", {
    family: serif,
    weight: 600,
    italic: true,
    size: 70,
    align: 'right',
    fill: poppy,
    lines: 1,
    lettershop: { fit: 'shrink', minFontSize: 26 },
  }),
]

const evenings = [
  ['10', 'Cut your own', 'An armful of cosmos, twine included.', '#e394a0'],
  ['17', 'Tomatoes, talked through', 'Forty kinds, one long table, plenty of salt.', '#d9502f'],
  ['24', 'Moths and lanterns', 'Stay late. We put the sheet up at nine.', '#a992c4'],
] as const

const programme = (): FabricObject[] =>
  evenings.flatMap(([day, title, what, colour], i) => {
    const top = 226 + i * 86
    return [
      line(36, top - 10, 398, top - 10, { stroke: '#d8c9a4', strokeWidth: 1, strokeDashArray: [1, 3] }),
      text(36, top + 1, 64, day, { weight: 700, size: 34, fill: poppy }),
      text(38, top + 42, 64, 'JUNE', { weight: 700, size: 10.5, tracking: 160, fill: ink }),
      text(104, top + 8, 240, title, { family: serif, weight: 700, size: 18, fill: ink }),
      text(104, top + 31, 236, what, { size: 12.5, leading: 1.22, fill: '#46574c', lines: 2 }),
      ...pot(350, top, colour),
    ]
  })

const back = (): FabricObject[] => [
  path('M 0 0 L 460 0 L 460 508 Q 460 524 444 524 L 424 524 Q 408 524 408 540 L 408 600 L 0 600 Z', {
    fill: cream,
  }),
  ...logo(36, 36, 48, { disc: ink, bird: cream, twig: marigold, name: ink }),
  text(36, 104, 400, "Dear {{ first_name | default: 'neighbor' }},", {
    family: serif,
    weight: 600,
    italic: true,
    size: 23,
    fill: poppy,
    lines: 1,
    lettershop: { fit: 'shrink', minFontSize: 14 },
  }),
  text(
    36,
    136,
    396,
    "On three Thursdays in June the {{ nearest_shop | default: 'nearest' }} glasshouse stays open until the stars are out over {{ city | default: 'town' }}. Bring someone you like. As {{ tier | default: 'a Seedling' }} gardener you come in free.",
    {
      size: 14.5,
      leading: 1.26,
      fill: ink,
      lines: 4,
      lettershop: { fit: 'shrink', minFontSize: 11 },
    },
  ),
  ...programme(),
  text(36, 492, 360, 'Doors at six. First cup of elderflower is ours.', { weight: 700, size: 13, fill: ink }),
  text(36, 514, 350, 'Rain moves us under glass, which is the best place to be anyway.', {
    size: 12,
    fill: '#46574c',
    lines: 2,
  }),
  rect(460, 0, 428, 338, { fill: gradient([0, 0], [1, 1], '#1c4636', '#122e25') }),
  rect(496, 40, 172, 172, { rx: 10, ry: 10, fill: '#ffffff' }),
  rect(500, 44, 164, 164, { fill: '#000000', lettershop: { role: 'qr', value: '{{ tracking_url }}' } }),
  text(690, 44, 166, 'Save two\nchairs', { family: serif, weight: 700, size: 31, leading: 1, fill: cream }),
  text(691, 122, 164, 'Scan, choose an evening, and they are yours. Or say this at the door:', {
    size: 12.5,
    leading: 1.24,
    fill: '#c9d8c4',
    lines: 4,
  }),
  text(496, 238, 360, "{{ offer_code | default: 'LANTERN' }}", {
    weight: 700,
    size: 40,
    tracking: 40,
    fill: '#f7c46c',
    lines: 1,
    lettershop: { fit: 'shrink', minFontSize: 20 },
  }),
  text(497, 290, 360, 'TWO CHAIRS  ·  UNTIL THEY ARE GONE', {
    weight: 700,
    size: 10.5,
    tracking: 130,
    fill: '#c9d8c4',
  }),
  text(490, 358, 230, returnAddress, { size: 10.5, leading: 1.14, fill: '#222222' }),
  ...indicia(782, 356),
  text(540, 440, 316, addressLines, {
    size: 13,
    leading: 1.1,
    fill: '#000000',
    lines: 5,
    lettershop: { role: 'address' },
  }),
]

/** A larger card for the summer: 6 x 9 in, 888 x 600 units with bleed. */
export const longEvenings = {
  lettershop: 1,
  format: 'postcard-6x9',
  dpi: 96,
  bleed: '0.125in',
  fonts,
  pages: [
    { name: 'front', canvas: { version: '6.7.1', objects: front() } },
    { name: 'back', canvas: { version: '6.7.1', background: '#ffffff', objects: back() } },
  ],
}
