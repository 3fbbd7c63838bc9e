import { circle, type FabricObject, group, path, text } from './fabric.ts'

/** Colours and type of Tamarack & Wren. */
export const ink = '#16382d'
export const cream = '#fcf5e5'
export const poppy = '#c8452a'
export const marigold = '#f0a43a'
export const serif = 'Vollkorn'
export const sans = 'Commissioner'

export const fonts = [
  { family: serif, weight: 700, style: 'normal', file: 'fonts/Vollkorn_700Bold.ttf' },
  { family: serif, weight: 600, style: 'italic', file: 'fonts/Vollkorn_600SemiBold_Italic.ttf' },
  { family: sans, weight: 400, style: 'normal', file: 'fonts/Commissioner_400Regular.ttf' },
  { family: sans, weight: 700, style: 'normal', file: 'fonts/Commissioner_700Bold.ttf' },
] as const

export const returnAddress = 'Tamarack & Wren\n18 Glasshouse Lane\nBrattleboro, VT 05301'

/** The needles of the larch twig: fans of short strokes. */
function needles(colour: string): FabricObject {
  const fans: string[] = []
  for (const [x, y, turn] of [
    [14, 84, -20],
    [31, 80, 0],
    [66, 79, 4],
    [84, 73, 24],
  ] as const) {
    for (let angle = -64; angle <= 64; angle += 32) {
      const a = ((angle + turn - 90) * Math.PI) / 180
      fans.push(`M ${x} ${y} L ${(x + Math.cos(a) * 10).toFixed(2)} ${(y + Math.sin(a) * 10).toFixed(2)}`)
    }
  }
  return path(fans.join(' '), { fill: null, stroke: colour, strokeWidth: 2.2, strokeLineCap: 'round' })
}

/** The mark: a wren with its tail up, on a twig of tamarack, in a disc. 100 x 100 units before `size`. */
export function mark(
  left: number,
  top: number,
  size: number,
  disc: string,
  bird: string,
  twig: string,
): FabricObject {
  return group(
    left,
    top,
    100,
    100,
    [
      circle(50, 50, 50, { fill: disc }),
      path('M 8 86 C 30 80 66 82 94 70', {
        fill: null,
        stroke: twig,
        strokeWidth: 3,
        strokeLineCap: 'round',
      }),
      needles(twig),
      path('M 45 70 L 43 81 M 54 70 L 54 80', {
        fill: null,
        stroke: bird,
        strokeWidth: 2.6,
        strokeLineCap: 'round',
      }),
      path('M 27 57 C 21 46 17 34 17 20 C 22 20 27 23 30 28 C 33 35 38 41 45 43 Z', { fill: bird }),
      path(
        'M 26 55 C 31 45 41 41 49 37 C 53 29 60 25 67 26 C 73 27 77 31 78 36 L 88 40 L 78 42 C 79 58 67 73 50 73 C 37 73 28 66 26 55 Z',
        { fill: bird },
      ),
      path('M 34 53 C 40 48 50 48 57 52 C 52 60 43 63 34 53 Z', { fill: disc, opacity: 0.55 }),
      circle(69, 35, 2.4, { fill: disc }),
    ],
    { scaleX: size / 100, scaleY: size / 100 },
  )
}

/** Mark and name side by side; `height` is that of the mark. */
export function logo(
  left: number,
  top: number,
  height: number,
  colours: { disc: string; bird: string; twig: string; name: string },
): FabricObject[] {
  const size = height * 0.52
  return [
    mark(left, top, height, colours.disc, colours.bird, colours.twig),
    text(left + height * 1.22, top + height * 0.08, height * 5.2, 'Tamarack & Wren', {
      family: serif,
      weight: 700,
      size,
      fill: colours.name,
    }),
    text(left + height * 1.24, top + height * 0.66, height * 5.2, 'GARDEN NURSERY', {
      weight: 700,
      size: height * 0.2,
      tracking: 240,
      fill: colours.name,
    }),
  ]
}

/** The address as the post wants it: capitals, flush left, no line for what is empty. */
export const addressLines = [
  '{% if first_name != blank %}{{ first_name | upcase }} {% endif %}{{ last_name | upcase }}',
  '{% if company != blank %}\n{{ company | upcase }}{% endif %}\n{{ address_line1 | upcase }}',
  '{% if address_line2 != blank %}\n{{ address_line2 | upcase }}{% endif %}\n{{ city | upcase }} {{ state | upcase }} {{ postal_code }}',
].join('')

/** The imprint that stands for a stamp. */
export function indicia(left: number, top: number): FabricObject[] {
  return [
    {
      ...path(`M ${left} ${top} L ${left + 76} ${top} L ${left + 76} ${top + 48} L ${left} ${top + 48} Z`, {
        fill: null,
        stroke: '#222222',
        strokeWidth: 0.8,
      }),
    },
    text(left + 3, top + 4.5, 70, 'PRSRT FIRST-CLASS\nU.S. POSTAGE\nPAID\nBRATTLEBORO VT\nPERMIT NO. 26', {
      size: 6.4,
      leading: 1.15,
      weight: 700,
      align: 'center',
      fill: '#222222',
      lettershop: { role: 'indicia' },
    }),
  ]
}
