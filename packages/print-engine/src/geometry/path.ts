import { apply, type Matrix, type Point } from './matrix.ts'

/** One step of an outline in absolute coordinates. Everything else (arcs, relative steps) is brought to these. */
export type Segment =
  | readonly ['M', number, number]
  | readonly ['L', number, number]
  | readonly ['C', number, number, number, number, number, number]
  | readonly ['Z']

export type Outline = readonly Segment[]

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Control point distance of a quarter circle drawn as a cubic curve, as Fabric and PDF writers use it. */
export const KAPPA = 0.5522847498

/** A polygon (closed) or polyline (open) through `points`. */
export function fromPoints(points: readonly Point[], closed: boolean): Segment[] {
  const out: Segment[] = points.map((p, i) => (i === 0 ? ['M', p.x, p.y] : ['L', p.x, p.y]))
  if (closed && out.length > 0) out.push(['Z'])
  return out
}

/** An ellipse about the origin, starting at three o'clock, clockwise on a y-down canvas. */
export function ellipse(rx: number, ry: number): Segment[] {
  const kx = rx * KAPPA
  const ky = ry * KAPPA
  return [
    ['M', rx, 0],
    ['C', rx, ky, kx, ry, 0, ry],
    ['C', -kx, ry, -rx, ky, -rx, 0],
    ['C', -rx, -ky, -kx, -ry, 0, -ry],
    ['C', kx, -ry, rx, -ky, rx, 0],
    ['Z'],
  ]
}

/** The outline moved and bent by a transform. */
export function transformOutline(outline: Outline, m: Matrix): Segment[] {
  return outline.map((s): Segment => {
    if (s[0] === 'Z') return s
    if (s[0] === 'C') {
      const a = apply(m, { x: s[1], y: s[2] })
      const b = apply(m, { x: s[3], y: s[4] })
      const c = apply(m, { x: s[5], y: s[6] })
      return ['C', a.x, a.y, b.x, b.y, c.x, c.y]
    }
    const p = apply(m, { x: s[1], y: s[2] })
    return [s[0], p.x, p.y]
  })
}

/** Where a cubic curve along one axis turns back: roots of its derivative within (0, 1). */
function turningPoints(p0: number, p1: number, p2: number, p3: number): number[] {
  const a = -p0 + 3 * p1 - 3 * p2 + p3
  const b = 2 * (p0 - 2 * p1 + p2)
  const c = p1 - p0
  const roots: number[] = []
  if (Math.abs(a) < 1e-12) {
    if (Math.abs(b) > 1e-12) roots.push(-c / b)
  } else {
    // Derivative / 3 = a t^2 + b t + c
    const disc = b * b - 4 * a * c
    if (disc >= 0) roots.push((-b + Math.sqrt(disc)) / (2 * a), (-b - Math.sqrt(disc)) / (2 * a))
  }
  return roots
    .filter(t => t > 0 && t < 1)
    .map(t => {
      const u = 1 - t
      return u * u * u * p0 + 3 * u * u * t * p1 + 3 * u * t * t * p2 + t * t * t * p3
    })
}

/** The smallest upright box around an outline, curves measured exactly (as Fabric 5 and newer do). */
export function boundsOf(outline: Outline): Box {
  let minX = Infinity
  let minY = Infinity
  let maxX = -Infinity
  let maxY = -Infinity
  const take = (x: number, y: number): void => {
    if (x < minX) minX = x
    if (x > maxX) maxX = x
    if (y < minY) minY = y
    if (y > maxY) maxY = y
  }
  let at: Point = { x: 0, y: 0 }
  for (const s of outline) {
    if (s[0] === 'Z') continue
    if (s[0] === 'C') {
      for (const x of turningPoints(at.x, s[1], s[3], s[5])) take(x, at.y)
      for (const y of turningPoints(at.y, s[2], s[4], s[6])) take(at.x, y)
      take(s[5], s[6])
      at = { x: s[5], y: s[6] }
    } else {
      take(s[1], s[2])
      at = { x: s[1], y: s[2] }
    }
  }
  if (minX === Infinity) return { left: 0, top: 0, width: 0, height: 0 }
  return { left: minX, top: minY, width: maxX - minX, height: maxY - minY }
}
