/**
 * A 2D affine transform `[a b c d e f]`, as in PDF and in the canvas: x' = ax + cy + e, y' = bx + dy + f.
 */
export type Matrix = readonly [number, number, number, number, number, number]

export interface Point {
  x: number
  y: number
}

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** The transform that first applies `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer
  return [
    a * inner[0] + c * inner[1],
    b * inner[0] + d * inner[1],
    a * inner[2] + c * inner[3],
    b * inner[2] + d * inner[3],
    a * inner[4] + c * inner[5] + e,
    b * inner[4] + d * inner[5] + f,
  ]
}

/** Moves by (x, y). */
export const translation = (x: number, y: number): Matrix => [1, 0, 0, 1, x, y]

/** Scales by (x, y) about the origin. */
export const scaling = (x: number, y: number = x): Matrix => [x, 0, 0, y, 0, 0]

/** Turns by `degrees`, clockwise on a canvas whose y axis points down. */
export function rotation(degrees: number): Matrix {
  const radians = (degrees * Math.PI) / 180
  const cos = Math.cos(radians)
  const sin = Math.sin(radians)
  return [cos, sin, -sin, cos, 0, 0]
}

/** The inverse of `m`; undefined where `m` flattens the plane. */
export function invert(m: Matrix): Matrix | undefined {
  const det = m[0] * m[3] - m[1] * m[2]
  if (!Number.isFinite(det) || Math.abs(det) < 1e-12) return undefined
  const [a, b, c, d] = [m[3] / det, -m[1] / det, -m[2] / det, m[0] / det]
  return [a, b, c, d, -(a * m[4] + c * m[5]), -(b * m[4] + d * m[5])]
}

/** The point `p` after the transform. */
export const apply = (m: Matrix, p: Point): Point => ({
  x: m[0] * p.x + m[2] * p.y + m[4],
  y: m[1] * p.x + m[3] * p.y + m[5],
})

/** Whether the transform changes nothing that a printer could show (1e-7 of a unit). */
export function isIdentity(m: Matrix): boolean {
  return m.every((value, index) => Math.abs(value - (IDENTITY[index] ?? 0)) < 1e-7)
}
