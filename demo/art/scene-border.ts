import { house } from './colour.ts'
import { ridge, sky, trees } from './landscape.ts'
import { bell, between, pick, seeded } from './random.ts'
import { type Picture, thicket } from './scene-glasshouse.ts'

/** A flower border in full bloom against a soft evening sky. 9.25 x 6.25 in at 300 dpi. */
export function summerBorder(): Picture {
  const [w, h] = [2775, 1875]
  const random = seeded(2027)
  const sun = { x: 620, y: 560 }
  const swell = (at: number, width: number) => (x: number) =>
    h *
    (0.3 + 0.16 * Math.sin((x / w) * 5 + at) + 0.3 * Math.max(0, (x - w * 0.5) / (w * 0.5)) ** 1.3) *
    width
  const glow = Array.from({ length: 70 }, () => {
    const r = between(random, 18, 70)
    const colour = pick(random, ['#fff1c9', '#ffe0a0', '#f7c8a0', '#e6ecc4'])
    return `<circle cx="${(w / 2 + (bell(random) * w) / 1.8).toFixed(0)}" cy="${between(random, h * 0.45, h * 0.8).toFixed(0)}" r="${r.toFixed(0)}" fill="${colour}" opacity="${between(random, 0.15, 0.4).toFixed(2)}"/>`
  })
  return {
    width: w,
    height: h,
    layers: [
      { svg: sky(w, h, sun, random), blur: 10 },
      { svg: ridge(w, h, 1020, 120, '#9dc0b2', '#f5deb0', random), blur: 9 },
      { svg: trees(-100, w + 100, 1220, 190, '#4d7f5c', '#dcd087', sun.x, random), blur: 12 },
      { svg: `<rect y="1200" width="${w}" height="${h}" fill="#6d9455"/>`, blur: 16 },
      { svg: thicket(w, h, 150, 80, swell(0.4, 1.12), random), blur: 9 },
      { svg: glow.join(''), blur: 4, blend: 'screen' },
      { svg: thicket(w, h, 120, 104, swell(1.1, 0.95), random), blur: 2.2 },
      { svg: thicket(w, h, 96, 132, swell(0.2, 0.86), random), blur: 0.6 },
      { svg: thicket(w, h, 60, 128, swell(0.2, 0.5), random), blur: 0.6 },
      {
        svg: thicket(
          w,
          h,
          16,
          210,
          x => 520 * Math.max(0, 1 - x / 600) + 420 * Math.max(0, (x - w + 560) / 560),
          random,
        ),
        blur: 13,
      },
      {
        blend: 'screen',
        svg: `<defs><radialGradient id="l" gradientUnits="userSpaceOnUse" cx="${sun.x}" cy="${sun.y}" r="1500"><stop offset="0" stop-color="#ffcf7a" stop-opacity=".5"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient></defs>
          <rect width="${w}" height="${h}" fill="url(#l)"/>`,
      },
      {
        svg: `<defs><linearGradient id="v" x1="0" y1="0" x2="0" y2="1"><stop offset=".6" stop-color="${house.forest}" stop-opacity="0"/><stop offset="1" stop-color="${house.forest}" stop-opacity=".45"/></linearGradient></defs>
          <rect width="${w}" height="${h}" fill="url(#v)"/>`,
      },
    ],
  }
}
