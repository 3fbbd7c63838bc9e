import { mix } from './colour.ts'
import { bell, between, pick, type Random } from './random.ts'

/** A camera over flat ground: x to the right and z into the picture in metres, y down in pixels. */
export interface Camera {
  readonly vanishX: number
  readonly horizon: number
  /** Focal length in pixels. */
  readonly focal: number
  /** Height of the eye above the ground in metres. */
  readonly height: number
}

const n = (value: number): string => value.toFixed(1)
const bloom = [
  '#d9502f',
  '#f0a43a',
  '#fbe3b5',
  '#e394a0',
  '#a992c4',
  '#e9704f',
  '#f6c25f',
  '#c9708f',
] as const

const project = (c: Camera, x: number, z: number): { x: number; y: number; scale: number } => ({
  x: c.vanishX + (c.focal * x) / z,
  y: c.horizon + (c.focal * c.height) / z,
  scale: c.focal / z,
})

/** The gravel path from the reader's feet to the door, with a soft edge of grass. */
export function path(c: Camera, x: number, half: number, near: number, far: number, random: Random): string {
  const corners = [
    [x - half, near],
    [x - half, far],
    [x + half, far],
    [x + half, near],
  ] as const
  const points = corners.map(([px, pz]) => project(c, px, pz)).map(p => `${n(p.x)},${n(p.y)}`)
  const stones = Array.from({ length: 1500 }, () => {
    const z = far - (far - near) * random() ** 0.45
    const p = project(c, x + half * bell(random), z)
    const r = p.scale * between(random, 0.008, 0.022)
    return `<ellipse cx="${n(p.x)}" cy="${n(p.y)}" rx="${n(r)}" ry="${n(r * 0.4)}" fill="${mix('#b58d62', '#fff3d8', random())}" opacity=".55"/>`
  })
  return `<polygon points="${points.join(' ')}" fill="#e6c795"/>${stones.join('')}`
}

interface Dab {
  readonly z: number
  readonly svg: string
}

/** One row of flowers running away from the reader: leaves below, blossoms above, dab by dab. */
function row(c: Camera, x: number, near: number, far: number, colour: string, random: Random): Dab[] {
  const dabs: Dab[] = []
  // Steps shrink with nearness so that the paint lies equally thick everywhere.
  for (let z = far; z > near; z -= z * 0.0075) {
    for (let i = 0; i < 4; i++) {
      const at = z + bell(random) * 0.05 * z
      const p = project(c, x + bell(random) * 0.3, at)
      const haze = (at - near) / (far - near)
      const leaf = mix(mix('#1f4a31', '#7f9f4e', random()), '#d8c88c', haze * 0.5)
      const r = p.scale * between(random, 0.035, 0.06)
      dabs.push({
        z: at + 0.01,
        svg: `<ellipse cx="${n(p.x)}" cy="${n(p.y - p.scale * between(random, 0.02, 0.16))}" rx="${n(r * 0.5)}" ry="${n(r * 1.3)}"
        fill="${leaf}" transform="rotate(${n(bell(random) * 35)} ${n(p.x)} ${n(p.y)})"/>`,
      })
      if (random() < 0.62) {
        const lift = p.scale * between(random, 0.15, 0.27)
        const tint = mix(
          mix(colour, '#fff4d6', Math.max(0, bell(random)) * 0.6),
          mix(colour, '#7a2a2a', 0.4),
          Math.max(0, bell(random)) * 0.5,
        )
        dabs.push({
          z: at,
          svg: `<ellipse cx="${n(p.x + bell(random) * r)}" cy="${n(p.y - lift)}" rx="${n(r * 0.72)}" ry="${n(r * 0.6)}" fill="${mix(tint, '#fbdcae', haze * 0.35)}"/>`,
        })
      }
    }
  }
  return dabs
}

/**
 * The flower field: rows of one colour each on both sides of the path, painted from far to near.
 * @param pathX where the path lies (metres); no row grows within 0.75 m of it
 */
export function field(c: Camera, pathX: number, near: number, far: number, random: Random): string {
  const dabs: Dab[] = []
  let previous = ''
  for (let x = -13; x <= 9; x += 0.66) {
    if (Math.abs(x - pathX) < 0.75) continue
    let colour: string = pick(random, bloom)
    while (colour === previous) colour = pick(random, bloom)
    previous = colour
    dabs.push(...row(c, x, near, far, colour, random))
  }
  dabs.sort((a, b) => b.z - a.z)
  return dabs.map(dab => dab.svg).join('')
}
