import {
  addressLines,
  cream,
  fonts,
  indicia,
  ink,
  logo,
  marigold,
  mark,
  poppy,
  returnAddress,
  serif,
} from './brand.ts'
import { circle, type FabricObject, gradient, group, image, line, path, rect, text } from './fabric.ts'

/** The front: the nursery in the morning sun, and the reader's own name in its sky. */
function front(): FabricObject[] {
  const badge = group(
    486,
    268,
    92,
    92,
    [
      circle(46, 46, 46, {
        fill: {
          type: 'radial',
          gradientUnits: 'percentage',
          coords: { x1: 0.4, y1: 0.35, r1: 0, x2: 0.5, y2: 0.5, r2: 0.55 },
          colorStops: [
            { offset: 0, color: '#e2603c' },
            { offset: 1, color: poppy },
          ],
        },
      }),
      circle(46, 46, 41.5, { fill: null, stroke: cream, strokeWidth: 1, strokeDashArray: [2, 3] }),
      text(6, 17, 80, '20%', { family: serif, weight: 700, size: 33, align: 'center', fill: cream }),
      text(10, 52, 72, 'off everything\nthat grows', {
        weight: 700,
        size: 8.6,
        leading: 1.1,
        align: 'center',
        fill: cream,
      }),
    ],
    { angle: 8 },
  )
  return [
    image(0, 0, 600, 408, 'images/glasshouse-morning.jpg', { width: 1875, height: 1275 }),
    rect(0, 0, 600, 210, {
      fill: gradient(
        [0, 0],
        [0, 1],
        'rgba(252,245,229,0.34)',
        'rgba(252,245,229,0.28)',
        'rgba(252,245,229,0)',
      ),
    }),
    text(30, 31, 330, "SPRING OPENING  ·  {{ visit_date | default: 'April 17 to 25' | upcase }}", {
      weight: 700,
      size: 10.5,
      tracking: 120,
      fill: '#a5361f',
      lettershop: { fit: 'shrink', minFontSize: 8 },
    }),
    text(28, 47, 420, 'It’s growing time,', { family: serif, weight: 700, size: 46, fill: ink }),
    text(28, 91, 420, "{{ first_name | default: 'neighbor' }}.", {
      family: serif,
      weight: 600,
      italic: true,
      size: 46,
      fill: poppy,
      lines: 1,
      lettershop: { fit: 'shrink', minFontSize: 20 },
    }),
    text(30, 149, 360, 'Doors open at nine. Coffee’s on us.', { size: 12.5, fill: ink }),
    mark(528, 26, 46, ink, cream, marigold),
    badge,
  ]
}

/** Lists say it in different ways. */
const isMember = "member == 'yes' or member == 'true' or member == true or member == '1'"

const letter = [
  "The frost is off the beds in {{ city | default: 'your town' }}, and our {{ nearest_shop | default: 'nearest' }} glasshouse is full again:",
  'sweet peas, heirloom tomatoes, and the apricot foxglove everyone asks about.',
  "Come by on {{ visit_date | default: 'any day in April' }} and show code {{ offer_code | default: 'GROW20' }} at the register.",
  "As {{ tier | default: 'a Seedling' }} gardener you choose first, and a tray of sweet peas will be waiting with your name on it.",
].join(' ')

/** The left panel of the back, in house green: the letter, and a foot with the QR code outside the bar code's clear zone. */
function message(): FabricObject[] {
  return [
    path('M 0 0 L 252 0 L 252 318 Q 252 330 240 330 L 144 330 Q 130 330 130 344 L 130 408 L 0 408 Z', {
      fill: gradient([0, 0], [0.6, 1], '#1c4636', '#122e25'),
    }),
    ...logo(24, 24, 34, { disc: cream, bird: ink, twig: '#b5702a', name: cream }),
    text(24, 74, 214, "Dear {{ first_name | default: 'neighbor' }},", {
      family: serif,
      weight: 600,
      italic: true,
      size: 17,
      fill: '#f7c46c',
      lines: 1,
      lettershop: { fit: 'shrink', minFontSize: 11 },
    }),
    text(24, 98, 212, letter, {
      size: 11,
      leading: 1.24,
      fill: cream,
      lines: 10,
      lettershop: { fit: 'shrink', minFontSize: 9.5 },
    }),
    text(24, 254, 212, 'June & Teodor, growers', {
      family: serif,
      weight: 600,
      italic: true,
      size: 12.5,
      fill: '#f7c46c',
    }),
    rect(20, 284, 100, 100, { rx: 7, ry: 7, fill: '#ffffff' }),
    rect(22, 286, 96, 96, { fill: '#000000', lettershop: { role: 'qr', value: '{{ tracking_url }}' } }),
    text(132, 284, 108, 'Scan to save\nyour morning', {
      family: serif,
      weight: 700,
      size: 13,
      leading: 1.05,
      fill: cream,
    }),
    text(132, 316, 108, 'and a cup of coffee', { size: 8.8, fill: '#c9d8c4' }),
  ]
}

/** The coupon at the upper right, above the zone that belongs to the post. */
function coupon(): FabricObject[] {
  const notches = [24, 140].map(y => circle(386, y, 7, { fill: '#f3e6c8' }))
  return [
    rect(252, 0, 348, 150, { fill: '#f3e6c8' }),
    rect(268, 26, 308, 116, { rx: 9, ry: 9, fill: '#dccba3' }),
    rect(268, 24, 308, 116, { rx: 9, ry: 9, fill: '#ffffff' }),
    path('M 277 24 L 386 24 L 386 140 L 277 140 Q 268 140 268 131 L 268 33 Q 268 24 277 24 Z', {
      fill: poppy,
    }),
    ...notches,
    line(386, 36, 386, 128, { stroke: '#ffffff', strokeWidth: 1.4, strokeDashArray: [3, 4] }),
    text(270, 40, 114, '20%', { family: serif, weight: 700, size: 46, align: 'center', fill: cream }),
    text(272, 92, 110, 'off everything\nthat grows', {
      weight: 700,
      size: 11,
      leading: 1.12,
      align: 'center',
      fill: cream,
    }),
    text(400, 36, 166, 'YOUR CODE', { weight: 700, size: 8.4, tracking: 160, fill: '#6d7f70' }),
    text(400, 47, 168, "{{ offer_code | default: 'GROW20' }}", {
      weight: 700,
      size: 23,
      tracking: 20,
      fill: ink,
      lines: 1,
      lettershop: { fit: 'shrink', minFontSize: 12 },
    }),
    text(400, 77, 168, 'One basket a household, until May 9, at all eight of our glasshouses.', {
      size: 9.2,
      leading: 1.2,
      fill: '#4b5f52',
      lines: 2,
    }),
    group(
      400,
      109,
      166,
      21,
      [
        rect(0, 0, 166, 21, { rx: 10.5, ry: 10.5, fill: marigold }),
        text(4, 5.2, 158, 'Potting Club: a terracotta pot is yours', {
          weight: 700,
          size: 8.4,
          align: 'center',
          fill: ink,
        }),
      ],
      { lettershop: { visible: `{% if ${isMember} %}true{% endif %}` } },
    ),
    text(400, 112, 168, 'New here? Ask about the Potting Club.', {
      size: 9.2,
      fill: poppy,
      lettershop: { visible: `{% unless ${isMember} %}true{% endunless %}` },
    }),
  ]
}

/** Return address, indicia and address, in the zone that is free of other ink. */
const postal = (): FabricObject[] => [
  text(270, 166, 190, returnAddress, { size: 9, leading: 1.12, fill: '#222222' }),
  ...indicia(494, 163),
  text(300, 250, 272, addressLines, {
    size: 12,
    leading: 1.1,
    fill: '#000000',
    lines: 5,
    lettershop: { role: 'address' },
  }),
]

/** The card that `npm start` prints: a two-sided 4 x 6 in postcard, 600 x 408 units with bleed. */
export const springOpening = {
  lettershop: 1,
  format: 'postcard-4x6',
  dpi: 96,
  bleed: '0.125in',
  fonts,
  pages: [
    { name: 'front', canvas: { version: '6.7.1', objects: front() } },
    {
      name: 'back',
      canvas: { version: '6.7.1', background: '#ffffff', objects: [...message(), ...coupon(), ...postal()] },
    },
  ],
}
