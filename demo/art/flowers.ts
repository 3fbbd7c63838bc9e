import { mix } from './colour.ts'
import { bell, between, type Random } from './random.ts'

const n = (value: number): string => value.toFixed(1)

/** A petal that points up from the origin, `length` long; light at the rim, dark at the heart. */
const petal = (length: number, width: number, fill: string, turn: number, notch = 0.08): string =>
  `<path transform="rotate(${n(turn)})" fill="${fill}" d="M0 0C${n(-width * 0.55)} ${n(-length * 0.25)} ${n(-width)} ${n(-length * 0.85)} ${n(-width * 0.3)} ${n(-length)}
   Q0 ${n(-length * (1 - notch))} ${n(width * 0.3)} ${n(-length)}C${n(width)} ${n(-length * 0.85)} ${n(width * 0.55)} ${n(-length * 0.25)} 0 0Z"/>`

/** An open flower of eight broad petals (a cosmos), seen at a slant. */
export function cosmos(x: number, y: number, r: number, colour: string, random: Random): string {
  const lean = between(random, -24, 24)
  const squash = between(random, 0.6, 0.92)
  const start = between(random, 0, 45)
  const petals = Array.from({ length: 8 }, (_, i) => {
    const tint = mix(
      colour,
      i % 2 ? '#ffffff' : '#7b2036',
      i % 2 ? between(random, 0.1, 0.3) : between(random, 0.02, 0.14),
    )
    const vein = `<path transform="rotate(${n(start + i * 45)})" d="M0 ${n(-r * 0.2)}V${n(-r * 0.86)}M${n(-r * 0.05)} ${n(-r * 0.2)}L${n(-r * 0.16)} ${n(-r * 0.78)}M${n(r * 0.05)} ${n(-r * 0.2)}L${n(r * 0.16)} ${n(-r * 0.78)}" stroke="${mix(colour, '#6b1730', 0.45)}" stroke-width="${n(r * 0.013)}" opacity=".45"/>`
    return petal(r * between(random, 0.93, 1.06), r * 0.42, tint, start + i * 45 + bell(random) * 4) + vein
  })
  const stamens = Array.from({ length: 46 }, () => {
    const a = random() * 6.283
    const d = r * 0.2 * Math.sqrt(random())
    return `<circle cx="${n(Math.cos(a) * d)}" cy="${n(Math.sin(a) * d)}" r="${n(r * 0.03)}" fill="${mix('#c9781c', '#ffe08a', random())}"/>`
  })
  return `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(lean)}) scale(1 ${n(squash)})">${petals.join('')}
    <circle r="${n(r * 0.21)}" fill="#b3651a"/>${stamens.join('')}</g>`
}

/** A closed tulip of five petals. */
export function tulip(x: number, y: number, r: number, colour: string, random: Random): string {
  const dark = mix(colour, '#6d1420', 0.34)
  const light = mix(colour, '#ffe6c4', 0.38)
  const cup = (dx: number, tilt: number, fill: string, w: number, h: number): string =>
    `<path transform="translate(${n(dx)} 0) rotate(${n(tilt)})" fill="${fill}" d="M0 ${n(r * 0.55)}C${n(-w)} ${n(r * 0.5)} ${n(-w * 1.02)} ${n(-h * 0.42)} ${n(-w * 0.12)} ${n(-h)}
     Q0 ${n(-h * 1.07)} ${n(w * 0.12)} ${n(-h)}C${n(w * 1.02)} ${n(-h * 0.42)} ${n(w)} ${n(r * 0.5)} 0 ${n(r * 0.55)}Z"/>`
  const stripe = `<path d="M0 ${n(r * 0.42)}Q${n(-r * 0.04)} ${n(-r * 0.3)} 0 ${n(-r * 0.82)}" stroke="${light}" stroke-width="${n(r * 0.05)}" fill="none" opacity=".55" stroke-linecap="round"/>`
  return `<g transform="translate(${n(x)} ${n(y)}) rotate(${n(between(random, -13, 13))})">
    ${cup(-r * 0.2, -9, dark, r * 0.42, r * 1.02)}${cup(r * 0.2, 9, dark, r * 0.42, r * 1.02)}
    ${cup(-r * 0.27, -15, mix(colour, light, 0.35), r * 0.36, r * 0.84)}${cup(r * 0.27, 15, mix(colour, dark, 0.35), r * 0.36, r * 0.84)}
    ${cup(0, 0, colour, r * 0.46, r * 0.9)}${stripe}</g>`
}

/** A stem from the ground to a flower, with one long leaf. */
export function stem(
  x: number,
  y: number,
  foot: number,
  footX: number,
  width: number,
  random: Random,
): string {
  const green = mix('#1d4a2f', '#6f9448', random())
  const side = random() < 0.5 ? -1 : 1
  const reach = (foot - y) * between(random, 0.22, 0.4)
  const leafY = y + (foot - y) * between(random, 0.45, 0.7)
  const bend = (x + footX) / 2
  return `<path d="M${n(footX)} ${n(foot)}Q${n(footX)} ${n((y + foot) / 2)} ${n(x)} ${n(y)}" stroke="${green}" stroke-width="${n(width)}" fill="none" stroke-linecap="round"/>
    <path d="M${n(bend)} ${n(foot)}C${n(bend + side * reach * 0.1)} ${n(leafY + 40)} ${n(bend + side * reach * 0.4)} ${n(leafY)} ${n(bend + side * reach)} ${n(leafY - reach * 0.9)}
      C${n(bend + side * reach * 0.95)} ${n(leafY + 10)} ${n(bend + side * reach * 0.5)} ${n(leafY + reach)} ${n(bend + side * width * 2)} ${n(foot)}Z" fill="${mix(green, '#a8c06b', random() * 0.5)}"/>`
}

/** A tuft of grass: thin blades that bow to either side. */
export function grass(x: number, foot: number, height: number, count: number, random: Random): string {
  return Array.from({ length: count }, () => {
    const bow = bell(random) * height * 0.55
    const tall = height * between(random, 0.5, 1)
    const root = x + bell(random) * height * 0.5
    const w = height * 0.022
    return `<path d="M${n(root - w)} ${foot}Q${n(root)} ${n(foot - tall * 0.6)} ${n(root + bow)} ${n(foot - tall)}Q${n(root + w * 1.5)} ${n(foot - tall * 0.55)} ${n(root + w)} ${foot}Z"
      fill="${mix('#173d2a', '#9db65a', random() ** 1.4)}"/>`
  }).join('')
}

/** A spike of lavender or salvia: dabs in whorls on a straight stem. */
export function spike(x: number, foot: number, height: number, colour: string, random: Random): string {
  const lean = bell(random) * height * 0.14
  const dabs = Array.from({ length: 44 }, (_, i) => {
    const t = 0.42 + (0.58 * i) / 43
    const w = height * 0.045 * (1.25 - t * 0.85)
    return `<ellipse cx="${n(x + lean * t + bell(random) * w)}" cy="${n(foot - height * t)}" rx="${n(w * 0.62)}" ry="${n(w * 0.85)}" fill="${mix(mix(colour, '#3b2b5e', 0.35), '#e6d9f2', random() * 0.75)}"/>`
  })
  return `<path d="M${n(x)} ${foot}L${n(x + lean)} ${n(foot - height)}" stroke="#4d6f46" stroke-width="${n(height * 0.014)}"/>${dabs.join('')}`
}
