import type { Segment } from './path.ts'

/** Thrown for path data that cannot be read; the message names the command. */
export class PathDataError extends Error {}

/** How many numbers each SVG path command takes (https://www.w3.org/TR/SVG11/paths.html). */
const ARITY: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 }

/** More steps than this are refused: 200,000 already make a page of several megabytes. */
export const MAX_PATH_SEGMENTS = 200_000

type Command = { letter: string; args: number[] }

/** Splits path text into commands. Arc flags may be written without separators ("a1 1 0 01 2 2"). */
function tokenize(text: string): Command[] {
  const commands: Command[] = []
  const pattern = /([MLHVCSQTAZmlhvcsqtaz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)/y
  let current: Command | undefined
  let index = 0
  while (index < text.length) {
    if (/[\s,]/.test(text[index] ?? '')) {
      index++
      continue
    }
    if (current?.letter.toUpperCase() === 'A' && [3, 4].includes(current.args.length % 7)) {
      const flag = text[index]
      if (flag !== '0' && flag !== '1')
        throw new PathDataError(`arc flag at character ${index} is not 0 or 1`)
      current.args.push(Number(flag))
      index++
      continue
    }
    pattern.lastIndex = index
    const match = pattern.exec(text)
    if (!match) throw new PathDataError(`unreadable path data at character ${index}`)
    index = pattern.lastIndex
    if (match[1]) {
      current = { letter: match[1], args: [] }
      commands.push(current)
    } else if (current) current.args.push(Number(match[2]))
    else throw new PathDataError('path data does not begin with a command')
    if (commands.length > MAX_PATH_SEGMENTS)
      throw new PathDataError(`more than ${MAX_PATH_SEGMENTS} path steps`)
  }
  return commands
}

/** Commands from Fabric's arrays (`[["M", 1, 2], …]`), checked number by number. */
function fromArrays(path: readonly unknown[]): Command[] {
  if (path.length > MAX_PATH_SEGMENTS) throw new PathDataError(`more than ${MAX_PATH_SEGMENTS} path steps`)
  return path.map((step, index) => {
    const [letter, ...args] = Array.isArray(step) ? step : []
    if (typeof letter !== 'string') throw new PathDataError(`step ${index} is not a path command`)
    const numbers = args.map(Number)
    if (numbers.some(n => !Number.isFinite(n)))
      throw new PathDataError(`step ${index} has a value that is not a number`)
    return { letter, args: numbers }
  })
}

/**
 * Reads path data, as SVG text or as Fabric's arrays, into absolute moves, lines and cubic curves.
 * @throws PathDataError where a command is unknown, short of numbers, or there are too many.
 */
export function readPath(path: string | readonly unknown[]): Segment[] {
  const commands = typeof path === 'string' ? tokenize(path) : fromArrays(path)
  const out: Segment[] = []
  const pen = new Pen(out)
  for (const { letter, args } of commands) {
    const upper = letter.toUpperCase()
    const arity = ARITY[upper]
    if (arity === undefined) throw new PathDataError(`unknown path command "${letter.slice(0, 10)}"`)
    if (arity === 0) {
      pen.close()
      continue
    }
    if (args.length === 0 || args.length % arity !== 0) {
      throw new PathDataError(`command ${letter} needs ${arity} numbers, has ${args.length}`)
    }
    for (let i = 0; i < args.length; i += arity) {
      // Further pairs after a move are lines (SVG 1.1, 8.3.2).
      const name = upper === 'M' && i > 0 ? 'L' : upper
      pen.draw(name, letter !== upper, args.slice(i, i + arity))
      if (out.length > MAX_PATH_SEGMENTS) throw new PathDataError(`more than ${MAX_PATH_SEGMENTS} path steps`)
    }
  }
  return out
}

/** Follows the current point, so that relative, short and smooth commands can be written out in full. */
class Pen {
  private readonly out: Segment[]
  private x = 0
  private y = 0
  private startX = 0
  private startY = 0
  /** Last control point of a curve, for the smooth forms S (cubic) and T (quadratic). */
  private control: { kind: 'C' | 'Q'; x: number; y: number } | undefined

  constructor(out: Segment[]) {
    this.out = out
  }

  close(): void {
    this.out.push(['Z'])
    this.x = this.startX
    this.y = this.startY
    this.control = undefined
  }

  draw(name: string, relative: boolean, a: number[]): void {
    const dx = relative ? this.x : 0
    const dy = relative ? this.y : 0
    const n = (i: number): number => a[i] ?? 0
    const before = this.control
    this.control = undefined
    switch (name) {
      case 'M':
        this.moveTo(n(0) + dx, n(1) + dy)
        return
      case 'L':
        this.lineTo(n(0) + dx, n(1) + dy)
        return
      case 'H':
        this.lineTo(n(0) + dx, this.y)
        return
      case 'V':
        this.lineTo(this.x, n(0) + dy)
        return
      case 'C':
        this.cubic(n(0) + dx, n(1) + dy, n(2) + dx, n(3) + dy, n(4) + dx, n(5) + dy)
        return
      case 'S': {
        const c = before?.kind === 'C' ? this.reflect(before) : { x: this.x, y: this.y }
        this.cubic(c.x, c.y, n(0) + dx, n(1) + dy, n(2) + dx, n(3) + dy)
        return
      }
      case 'Q':
        this.quadratic(n(0) + dx, n(1) + dy, n(2) + dx, n(3) + dy)
        return
      case 'T': {
        const c = before?.kind === 'Q' ? this.reflect(before) : { x: this.x, y: this.y }
        this.quadratic(c.x, c.y, n(0) + dx, n(1) + dy)
        return
      }
      case 'A':
        this.arc(n(0), n(1), n(2), n(3) !== 0, n(4) !== 0, n(5) + dx, n(6) + dy)
    }
  }

  private reflect(c: { x: number; y: number }): { x: number; y: number } {
    return { x: 2 * this.x - c.x, y: 2 * this.y - c.y }
  }

  private moveTo(x: number, y: number): void {
    this.out.push(['M', x, y])
    this.x = this.startX = x
    this.y = this.startY = y
  }

  private lineTo(x: number, y: number): void {
    // Canvas and PDF both need a current point; a line without one begins there, as in the canvas.
    this.out.push([this.out.length === 0 ? 'M' : 'L', x, y])
    this.x = x
    this.y = y
  }

  private cubic(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    if (this.out.length === 0) this.out.push(['M', x1, y1])
    this.out.push(['C', x1, y1, x2, y2, x, y])
    this.control = { kind: 'C', x: x2, y: y2 }
    this.x = x
    this.y = y
  }

  private quadratic(x1: number, y1: number, x: number, y: number): void {
    const { x: x0, y: y0 } = this
    this.cubic(
      x0 + (2 / 3) * (x1 - x0),
      y0 + (2 / 3) * (y1 - y0),
      x + (2 / 3) * (x1 - x),
      y + (2 / 3) * (y1 - y),
      x,
      y,
    )
    this.control = { kind: 'Q', x: x1, y: y1 }
  }

  /** End point form to centre form (SVG 1.1, F.6.5), then quarter turns as cubic curves. */
  private arc(
    rxIn: number,
    ryIn: number,
    tilt: number,
    large: boolean,
    sweep: boolean,
    x: number,
    y: number,
  ): void {
    const { x: x0, y: y0 } = this
    let rx = Math.abs(rxIn)
    let ry = Math.abs(ryIn)
    if (rx === 0 || ry === 0) {
      this.lineTo(x, y)
      return
    }
    if (x === x0 && y === y0) return
    const phi = (tilt * Math.PI) / 180
    const cos = Math.cos(phi)
    const sin = Math.sin(phi)
    const px = (cos * (x0 - x)) / 2 + (sin * (y0 - y)) / 2
    const py = (-sin * (x0 - x)) / 2 + (cos * (y0 - y)) / 2
    const lambda = (px * px) / (rx * rx) + (py * py) / (ry * ry)
    if (lambda > 1) {
      rx *= Math.sqrt(lambda)
      ry *= Math.sqrt(lambda)
    }
    const top = rx * rx * ry * ry - rx * rx * py * py - ry * ry * px * px
    const factor =
      (large === sweep ? -1 : 1) * Math.sqrt(Math.max(0, top / (rx * rx * py * py + ry * ry * px * px)))
    const cx1 = (factor * rx * py) / ry
    const cy1 = (-factor * ry * px) / rx
    const cx = cos * cx1 - sin * cy1 + (x0 + x) / 2
    const cy = sin * cx1 + cos * cy1 + (y0 + y) / 2
    const start = Math.atan2((py - cy1) / ry, (px - cx1) / rx)
    let delta = Math.atan2((-py - cy1) / ry, (-px - cx1) / rx) - start
    if (sweep && delta < 0) delta += 2 * Math.PI
    if (!sweep && delta > 0) delta -= 2 * Math.PI
    for (const c of arcCurves(rx, ry, start, delta)) {
      const at = (ux: number, uy: number): [number, number] => [
        cos * ux - sin * uy + cx,
        sin * ux + cos * uy + cy,
      ]
      this.cubic(...at(c[0], c[1]), ...at(c[2], c[3]), ...at(c[4], c[5]))
    }
    this.control = undefined
  }
}

/** Cubic curves along an ellipse about the origin, from `start` over `delta` radians, at most a quarter turn each. */
export function arcCurves(
  rx: number,
  ry: number,
  start: number,
  delta: number,
): [number, number, number, number, number, number][] {
  const steps = Math.max(1, Math.ceil(Math.abs(delta) / (Math.PI / 2) - 1e-9))
  const step = delta / steps
  const k = (4 / 3) * Math.tan(step / 4)
  return Array.from({ length: steps }, (_, i) => {
    const a = start + i * step
    const b = a + step
    return [
      rx * (Math.cos(a) - k * Math.sin(a)),
      ry * (Math.sin(a) + k * Math.cos(a)),
      rx * (Math.cos(b) + k * Math.sin(b)),
      ry * (Math.sin(b) - k * Math.cos(b)),
      rx * Math.cos(b),
      ry * Math.sin(b),
    ]
  })
}
