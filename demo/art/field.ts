import { house, mix } from './colour.ts'
import { bell, between, type Random } from './random.ts'

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
/** Colours of neighbouring rows, so ordered that each stands out from the next. */
const bloom = [
  house.poppy,
  '#f6c25f',
  house.lilac,
  '#fbe3b5',
  '#e9704f',
  house.rose,
  house.marigold,
  '#c9708f',
] as const

const project = (c: Camera, x: number, z: number): { x: number; y: number; scale: number } => ({
  x: c.vanishX + (c.focal * x) / z,
  y: c.horizon + (c.focal * c.height) / z,
  scale: c.focal / z,
})

/** The gravel path from the reader's feet to the door; tufts of grass break its edges. */
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
  const tufts = Array.from({ length: 900 }, () => {
    const z = far - (far - near) * random() ** 0.6
    const p = project(c, x + (random() < 0.5 ? -1 : 1) * half * between(random, 0.94, 1.16), z)
    const tall = p.scale * between(random, 0.03, 0.09)
    return `<ellipse cx="${n(p.x)}" cy="${n(p.y - tall * 0.4)}" rx="${n(tall * 0.2)}" ry="${n(tall * 0.6)}" fill="${mix('#2f5f34', '#9db65a', random())}" transform="rotate(${n(bell(random) * 30)} ${n(p.x)} ${n(p.y)})"/>`
  })
  return `<polygon points="${points.join(' ')}" fill="#e9cc9c"/>${stones.join('')}${tufts.join('')}`
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
  let next = 0
  for (let x = -13; x <= 9; x += 0.66) {
    if (Math.abs(x - pathX) < 0.75) continue
    const colour = bloom[next++ % bloom.length] ?? house.poppy
    dabs.push(...row(c, x, near, far, colour, random))
  }
  dabs.sort((a, b) => b.z - a.z)
  return dabs.map(dab => dab.svg).join('')
}
