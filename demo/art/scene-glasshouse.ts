import { house, mix } from './colour.ts'
import { type Camera, field, path } from './field.ts'
import { cosmos, grass, spike, stem, tulip } from './flowers.ts'
import { glasshouse } from './glasshouse.ts'
import { ridge, sky, trees } from './landscape.ts'
import type { Layer } from './paint.ts'
import { bell, between, pick, type Random, seeded } from './random.ts'

/** A picture: its size in pixels and its layers from back to front. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly layers: readonly Layer[]
}

const petals = [house.poppy, house.marigold, house.rose, '#fbe7c0', '#e9704f', '#c9607f'] as const

/** A thicket of flowers along the lower edge; `rise` says how high it stands at a given x. */
export function thicket(
  w: number,
  h: number,
  count: number,
  size: number,
  rise: (x: number) => number,
  random: Random,
): string {
  const parts: { y: number; svg: string }[] = []
  for (let i = 0; i < count; i++) {
    const x = between(random, -40, w + 40)
    const up = rise(x) * between(random, 0.45, 1)
    if (up < 30) continue
    const y = h - up
    const foot = h + 30
    const footX = x + bell(random) * 60
    const r = size * between(random, 0.75, 1.15)
    const kind = random()
    if (kind < 0.2) parts.push({ y, svg: spike(x, foot, up + 60, house.lilac, random) })
    else {
      const colour = pick(random, petals)
      const head = kind < 0.58 ? tulip(x, y, r * 0.8, colour, random) : cosmos(x, y, r * 0.85, colour, random)
      parts.push({ y, svg: stem(x, y, foot, footX, size * 0.085, random) + head })
    }
    if (i % 2 === 0)
      parts.push({ y: y + 40, svg: grass(x + bell(random) * 50, foot, up * 0.9 + 60, 9, random) })
  }
  return parts
    .sort((a, b) => a.y - b.y)
    .map(part => part.svg)
    .join('')
}

/** Morning over the nursery: sun behind the glasshouse, flower rows leading to its door. 6.25 x 4.25 in at 300 dpi. */
export function glasshouseMorning(): Picture {
  const [w, h] = [1875, 1275]
  const random = seeded(418)
  const sun = { x: 1640, y: 330 }
  const camera: Camera = { vanishX: 1372, horizon: 640, focal: 820, height: 1.55 }
  const gate = 1330
  const base = 742
  const edge = (x: number): number =>
    400 * Math.max(0, 1 - x / 820) ** 0.8 +
    470 * Math.max(0, (x - 1560) / 315) ** 1.2 +
    70 * Math.max(0, 1 - x / 1000)
  const near = (x: number): number => 250 * Math.max(0, 1 - x / 480) + 290 * Math.max(0, (x - 1640) / 235)
  return {
    width: w,
    height: h,
    layers: [
      { svg: sky(w, h, sun, random), blur: 6 },
      { svg: ridge(w, h, 560, 78, '#9fbfb4', '#f3ddb2', random), blur: 3 },
      { svg: ridge(w, h, 606, 58, '#7fa892', '#efdcae', random), blur: 2 },
      { svg: ridge(w, h, 640, 36, '#67946f', '#e6d79e', random), blur: 1.4 },
      { svg: trees(-60, 1010, 690, 74, '#3f6e50', '#cfc878', sun.x, random), blur: 1.6 },
      {
        svg: `${ridge(w, h, 690, 10, '#8fae66', '#6f9a55', random)}${trees(980, w + 60, 716, 165, '#2f5d46', '#e3c66c', sun.x, random)}`,
        blur: 1.2,
      },
      {
        svg: `<rect y="700" width="${w}" height="${h - 700}" fill="#50793f"/>${ridge(w, h, 722, 8, '#a3b768', '#5e8746', random)}`,
        blur: 1,
      },
      { svg: `<ellipse cx="${gate}" cy="${base}" rx="380" ry="16" fill="#2c4a2c" opacity=".5"/>`, blur: 7 },
      { svg: glasshouse(gate, base, random), blur: 0.5 },
      { svg: path(camera, -0.42, 0.5, 1.7, 12.6, random), blur: 0.6 },
      { svg: field(camera, -0.42, 1.75, 12.4, random), blur: 0.5 },
      {
        svg: `<defs><linearGradient id="mist" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#ffe9bd" stop-opacity="0"/><stop offset=".4" stop-color="#ffe9bd" stop-opacity=".5"/><stop offset="1" stop-color="#ffe9bd" stop-opacity="0"/></linearGradient></defs><rect y="600" width="${w}" height="260" fill="url(#mist)"/>`,
      },
      { svg: thicket(w, h, 74, 62, edge, random), blur: 0.4 },
      { svg: thicket(w, h, 20, 125, near, random), blur: 7 },
      { svg: light(w, h, sun), blend: 'screen' },
      { svg: vignette(w, h), blend: 'multiply' },
    ],
  }
}

const light = (w: number, h: number, sun: { x: number; y: number }): string =>
  `<defs><radialGradient id="l" gradientUnits="userSpaceOnUse" cx="${sun.x}" cy="${sun.y + 80}" r="900"><stop offset="0" stop-color="#ffcf7a" stop-opacity=".62"/>
   <stop offset=".5" stop-color="#ffc36a" stop-opacity=".2"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient></defs><rect width="${w}" height="${h}" fill="url(#l)"/>`

const vignette = (w: number, h: number): string =>
  `<defs><linearGradient id="v" x1="0" y1="0" x2="0" y2="1"><stop offset=".55" stop-color="#fff"/><stop offset="1" stop-color="${mix(house.forest, '#ffffff', 0.45)}"/></linearGradient></defs>
   <rect width="${w}" height="${h}" fill="url(#v)"/>`
