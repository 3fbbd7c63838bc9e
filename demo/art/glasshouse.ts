import { mix } from './colour.ts'
import { bell, between, type Random } from './random.ts'

const frame = '#fdf8ea'
const n = (value: number): string => value.toFixed(1)

interface Bay {
  readonly left: number
  readonly right: number
  readonly base: number
  readonly eaves: number
}

/** What grows inside: soft dabs behind the panes, darker at the bottom. */
function plants({ left, right, base, eaves }: Bay, random: Random): string {
  const dabs = Array.from({ length: 420 }, () => {
    const high = random() ** 1.7
    const y = base - 14 - high * (base - eaves) * 0.95
    const colour =
      random() < 0.09
        ? mix('#e8795f', '#f6c979', random())
        : mix('#2f5b3c', '#a3bd68', high * 0.7 + random() * 0.4)
    const r = between(random, 2.5, 7)
    return `<ellipse cx="${n(between(random, left + 8, right - 8))}" cy="${n(y)}" rx="${n(r * 0.7)}" ry="${n(r)}" fill="${colour}"
      opacity=".72" transform="rotate(${n(bell(random) * 50)} ${n((left + right) / 2)} ${n(y)})"/>`
  })
  return dabs.join('')
}

function bars(
  from: number,
  to: number,
  count: number,
  y1: (x: number) => number,
  y2: number,
  width: number,
): string {
  return Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count)
    .map(x => `<path d="M${n(x)} ${n(y1(x))}V${n(y2)}" stroke="${frame}" stroke-width="${width}"/>`)
    .join('')
}

/** A low wing with a lean-to roof of glass. */
function wing(bay: Bay, ridge: number, lean: number, id: string, random: Random): string {
  const { left, right, base, eaves } = bay
  const roof = Array.from({ length: 9 }, (_, i) => {
    const x = left + ((right - left) * i) / 8
    const topX = left + lean + ((right - left - lean * 2) * i) / 8
    return `<path d="M${n(x)} ${eaves}L${n(topX)} ${ridge}" stroke="${frame}" stroke-width="2.6"/>`
  })
  const middle = (eaves + ridge) / 2
  return `<clipPath id="${id}"><rect x="${left}" y="${eaves}" width="${right - left}" height="${base - eaves}"/></clipPath>
    <polygon points="${left},${eaves} ${left + lean},${ridge} ${right - lean},${ridge} ${right},${eaves}" fill="url(#roof)"/>
    <rect x="${left}" y="${eaves}" width="${right - left}" height="${base - eaves}" fill="url(#room)"/>
    <g clip-path="url(#${id})">${plants(bay, random)}</g>
    ${roof.join('')}<path d="M${left + lean / 2} ${middle}H${right - lean / 2}" stroke="${frame}" stroke-width="1.8"/>
    <path d="M${left + lean - 4} ${ridge}H${right - lean + 4}" stroke="${frame}" stroke-width="6"/>
    ${bars(left, right, 8, () => eaves, base, 3.2)}
    <path d="M${left} ${eaves + 26}H${right}" stroke="${frame}" stroke-width="2.2"/>
    <path d="M${left - 5} ${eaves}H${right + 5}" stroke="${frame}" stroke-width="6"/>`
}

/**
 * A glasshouse of the old kind seen from the front: a tall middle with an ogee roof and a door, and two wings.
 * @param x middle, @param base ground line, both in pixels of the picture
 */
export function glasshouse(x: number, base: number, random: Random): string {
  const half = 112
  const eaves = base - 168
  const apex = eaves - 112
  const roofLine = (at: number): number => {
    const t = Math.abs(at - x) / half
    return apex + (eaves - apex) * (t < 0.5 ? 2 * t * t * 0.9 + t * 0.1 : 1 - 2 * (1 - t) ** 2 * 0.95)
  }
  const outline = Array.from({ length: 57 }, (_, i) => x - half + (i * half) / 28)
  const roof = outline.map(at => `${n(at)},${n(roofLine(at))}`).join(' ')
  const bay: Bay = { left: x - half, right: x + half, base, eaves: eaves - 50 }
  const wall = (left: number, right: number): string =>
    `<rect x="${left}" y="${base - 26}" width="${right - left}" height="28" fill="url(#brick)"/>
     <path d="M${left} ${base - 26}H${right}" stroke="#e9d6b8" stroke-width="4"/>`
  return `<defs>
    <linearGradient id="room" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#fff3c9"/><stop offset=".55" stop-color="#ffdf95"/><stop offset="1" stop-color="#d7b76b"/></linearGradient>
    <linearGradient id="roof" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#b9d9d3"/><stop offset=".5" stop-color="#e4efe0"/><stop offset="1" stop-color="#fdeec2"/></linearGradient>
    <linearGradient id="brick" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#9c5a43"/><stop offset="1" stop-color="#c2785a"/></linearGradient></defs>
    ${wing({ left: x - 335, right: x - half + 6, base, eaves: base - 112 }, base - 186, 30, 'wingL', random)}${wall(x - 335, x - half)}
    ${wing({ left: x + half - 6, right: x + 335, base, eaves: base - 112 }, base - 186, 30, 'wingR', random)}${wall(x + half, x + 335)}
    <clipPath id="hall"><polygon points="${x - half},${base} ${roof} ${x + half},${base}"/></clipPath>
    <polygon points="${x - half},${eaves} ${roof}" fill="url(#roof)"/>
    <rect x="${x - half}" y="${eaves}" width="${half * 2}" height="${base - eaves}" fill="url(#room)"/>
    <g clip-path="url(#hall)">${plants(bay, random)}${plants(bay, random)}</g>${wall(x - half, x + half)}
    <rect x="${x - 34}" y="${base - 118}" width="68" height="120" fill="#fff0bd"/><rect x="${x - 34}" y="${base - 118}" width="68" height="120" fill="#8fb184" opacity=".35"/>
    <g clip-path="url(#hall)">${bars(x - half, x + half, 8, roofLine, eaves, 2.8)}${bars(x - half, x - 34, 3, () => eaves, base - 26, 3.4)}${bars(x + 34, x + half, 3, () => eaves, base - 26, 3.4)}</g>
    <path d="M${x - half} ${eaves + 34}H${x + half}M${x - half * 0.78} ${n(roofLine(x + half * 0.78) + 26)}H${x + half * 0.78}" stroke="${frame}" stroke-width="2.6"/>
    <path d="M${x - 34} ${base}V${base - 118}H${x + 34}V${base}M${x} ${base}V${base - 118}M${x - 34} ${base - 52}H${x + 34}" fill="none" stroke="${frame}" stroke-width="4.6"/>
    <polyline points="${roof}" fill="none" stroke="${frame}" stroke-width="7" stroke-linejoin="round"/>
    <path d="M${x - half - 5} ${eaves}H${x + half + 5}" stroke="${frame}" stroke-width="7"/>
    <path d="M${x - half} ${eaves}V${base}M${x + half} ${eaves}V${base}" stroke="${frame}" stroke-width="7"/>
    <path d="M${x} ${apex + 2}V${apex - 34}" stroke="${frame}" stroke-width="4"/><circle cx="${x}" cy="${apex - 20}" r="6" fill="${frame}"/>`
}
