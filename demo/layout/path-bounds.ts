/** The rectangle around a path. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

type Command = readonly (string | number)[]

/** The points where one coordinate of a Bezier curve turns, and its end. `p` holds two to four control values. */
function turning(p: readonly number[]): number[] {
  const [a = 0, b = 0, c = 0, d = 0] = p
  const at = (t: number): number => {
    const u = 1 - t
    if (p.length === 2) return u * a + t * b
    if (p.length === 3) return u * u * a + 2 * u * t * b + t * t * c
    return u ** 3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t ** 3 * d
  }
  const roots: number[] = []
  if (p.length === 3) roots.push((a - b) / (a - 2 * b + c))
  if (p.length === 4) {
    const q = [-a + 3 * b - 3 * c + d, 2 * (a - 2 * b + c), b - a] as const
    if (Math.abs(q[0]) < 1e-9) roots.push(-q[2] / q[1])
    else {
      const root = Math.sqrt(q[1] * q[1] - 4 * q[0] * q[2])
      roots.push((-q[1] + root) / (2 * q[0]), (-q[1] - root) / (2 * q[0]))
    }
  }
  return [0, 1, ...roots.filter(t => t > 0 && t < 1)].map(at)
}

/** The exact bounding box of a path of absolute M, L, C, Q and Z commands, without its stroke. */
export function bounds(commands: readonly Command[]): Box {
  const xs: number[] = []
  const ys: number[] = []
  let from: readonly [number, number] = [0, 0]
  for (const [letter, ...rest] of commands) {
    const values = rest.map(Number)
    if (values.length === 0) continue
    const x = values.filter((_, i) => i % 2 === 0)
    const y = values.filter((_, i) => i % 2 === 1)
    xs.push(...(letter === 'M' ? x : turning([from[0], ...x])))
    ys.push(...(letter === 'M' ? y : turning([from[1], ...y])))
    from = [x.at(-1) ?? 0, y.at(-1) ?? 0]
  }
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }
}
