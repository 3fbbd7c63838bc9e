import { mix } from './colour.ts'
import { bell, between, type Random } from './random.ts'

const n = (value: number): string => value.toFixed(1)

/** The morning sky: warm at the horizon, with a low sun and thin bands of cloud. */
export function sky(w: number, h: number, sun: { x: number; y: number }, random: Random): string {
  const clouds = Array.from({ length: 20 }, () => {
    const y = between(random, h * 0.05, h * 0.4)
    const wide = between(random, 140, 520)
    return `<ellipse cx="${n(between(random, 0, w))}" cy="${n(y)}" rx="${n(wide)}" ry="${n(between(random, 3, 11))}"
      fill="${mix('#ffffff', '#ffd9b0', random())}" opacity="${n(between(random, 0.12, 0.36))}"/>`
  })
  return `<defs>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="#a9d0cd"/><stop offset=".2" stop-color="#cfe3d2"/><stop offset=".36" stop-color="#f6ecd0"/>
      <stop offset=".5" stop-color="#fbd9a6"/><stop offset="1" stop-color="#f7c58b"/></linearGradient>
    <radialGradient id="sun" gradientUnits="userSpaceOnUse" cx="${sun.x}" cy="${sun.y}" r="620">
      <stop offset="0" stop-color="#fffdf0"/><stop offset=".11" stop-color="#fff6d2"/><stop offset=".125" stop-color="#ffeab4" stop-opacity=".85"/>
      <stop offset=".45" stop-color="#ffdf9e" stop-opacity=".4"/><stop offset="1" stop-color="#ffdf9e" stop-opacity="0"/></radialGradient></defs>
    <rect width="${w}" height="${h}" fill="url(#sky)"/>
    <g>${clouds.join('')}</g><rect width="${w}" height="${h}" fill="url(#sun)"/>`
}

/** One ridge of hills: a smooth crest of a few sines, light at the top and lost in mist below. */
export function ridge(
  w: number,
  h: number,
  y: number,
  height: number,
  crest: string,
  mist: string,
  random: Random,
): string {
  const waves = [1, 2.3, 4.1, 9].map(f => ({ f, a: height / f ** 0.9, p: between(random, 0, 6.28) }))
  const points: string[] = []
  for (let x = 0; x <= w; x += 12) {
    const up = waves.reduce((sum, k) => sum + k.a * Math.sin((x / w) * 6.28 * k.f * 0.7 + k.p), 0)
    points.push(`${x},${n(y - up * 0.55)}`)
  }
  const id = `ridge${Math.round(y)}`
  return `<defs><linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="0" y1="${y - height}" x2="0" y2="${y + height * 1.6}">
    <stop offset="0" stop-color="${crest}"/><stop offset="1" stop-color="${mist}"/></linearGradient></defs>
    <polygon points="0,${h} ${points.join(' ')} ${w},${h}" fill="url(#${id})"/>`
}

/** A belt of leafy trees: every crown is a heap of dabs, lit from the side where the sun stands. */
export function trees(
  from: number,
  to: number,
  base: number,
  size: number,
  shade: string,
  lit: string,
  sunX: number,
  random: Random,
): string {
  const crowns: string[] = []
  for (let x = from; x < to; x += size * between(random, 0.35, 0.75)) {
    const r = size * between(random, 0.45, 0.8)
    const tall = between(random, 0.9, 1.35)
    const top = base - r * tall * 1.1
    crowns.push(
      `<rect x="${n(x - r * 0.05)}" y="${n(top)}" width="${n(r * 0.1)}" height="${n(base - top)}" fill="${shade}"/>`,
    )
    crowns.push(
      `<ellipse cx="${n(x)}" cy="${n(top)}" rx="${n(r * 0.7)}" ry="${n(r * tall * 0.76)}" fill="${shade}"/>`,
    )
    for (let i = 0; i < 260; i++) {
      const turn = random() * 6.283
      const out = Math.sqrt(random())
      const dx = Math.cos(turn) * out
      const dy = Math.sin(turn) * out
      const side = Math.sign(sunX - x) * dx
      // The paint goes on from dark to light, and light gathers high and towards the sun.
      const light = (i / 260) * 0.45 - dy * 0.42 + side * 0.34 + bell(random) * 0.2
      const d = r * between(random, 0.05, 0.12)
      crowns.push(`<ellipse cx="${n(x + dx * r * 0.86)}" cy="${n(top + dy * r * tall * 0.9)}" rx="${n(d)}" ry="${n(d * 0.72)}"
        fill="${mix(shade, lit, light)}" opacity=".85"/>`)
    }
  }
  return crowns.join('')
}
