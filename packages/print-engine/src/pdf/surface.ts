import type { Color } from '../geometry/color.ts'
import { apply, IDENTITY, invert, isIdentity, type Matrix, multiply } from '../geometry/matrix.ts'
import type { Outline } from '../geometry/path.ts'
import { makeResource, ResourceScope } from './resources.ts'
import { num, nums } from './syntax.ts'

export interface SurfaceOptions {
  toArtboard?: Matrix
  /** The transform that stands at the beginning of the stream, written by its owner. */
  under?: Matrix
  artboard?: readonly [number, number, number, number]
}

/**
 * One content stream being drawn. Coordinates are the canvas' own: y points down, the stream's first operator turns
 * the page round. Keeps the transform from here to the stream's space, which patterns and absolute clip paths need.
 */
export class Surface {
  readonly scope: ResourceScope
  /** From current coordinates to the stream's own space. */
  ctm: Matrix
  /** From the stream's own space to the artboard; absolute clip paths are placed there. */
  readonly toArtboard: Matrix
  /** What of the artboard can be seen, in the stream's own space: left, top, right, bottom. */
  private readonly artboard: readonly [number, number, number, number]
  private readonly ops: string[] = []
  private readonly stack: { ctm: Matrix; alpha: number; veil: number }[] = []
  private alpha = 1
  /** Opacity of the elements around what is drawn now. */
  private veil = 1

  constructor(options: SurfaceOptions = {}) {
    this.ctm = options.under ?? IDENTITY
    this.scope = new ResourceScope()
    this.toArtboard = options.toArtboard ?? invert(this.ctm) ?? IDENTITY
    this.artboard = options.artboard ?? [-1e5, -1e5, 1e5, 1e5]
  }

  /** A new stream to be drawn as a form at the current place. */
  sub(): Surface {
    return new Surface({ toArtboard: multiply(this.toArtboard, this.ctm), artboard: this.visibleBox() })
  }

  /** The part of the artboard that can be seen, in the stream's own space: left, top, right, bottom. */
  artboardBox(): readonly [number, number, number, number] {
    return this.artboard
  }

  /** The part of the artboard that can be seen, in current coordinates: left, top, right, bottom. */
  visibleBox(): [number, number, number, number] {
    const back = invert(this.ctm)
    if (!back) return [0, 0, 0, 0]
    const [l, t, r, b] = this.artboard
    const corners = [
      apply(back, { x: l, y: t }),
      apply(back, { x: r, y: t }),
      apply(back, { x: l, y: b }),
      apply(back, { x: r, y: b }),
    ]
    const xs = corners.map(p => p.x)
    const ys = corners.map(p => p.y)
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  }

  /** Makes everything until restore more transparent. */
  dim(opacity: number): void {
    this.veil *= opacity
  }

  get content(): string {
    return this.ops.join('\n')
  }

  get isEmpty(): boolean {
    return this.ops.length === 0
  }

  op(text: string): void {
    this.ops.push(text)
  }

  save(): void {
    this.stack.push({ ctm: this.ctm, alpha: this.alpha, veil: this.veil })
    this.ops.push('q')
  }

  restore(): void {
    const before = this.stack.pop()
    if (before) {
      this.ctm = before.ctm
      this.alpha = before.alpha
      this.veil = before.veil
    }
    // What was saved and never drawn in leaves no trace.
    if (this.ops.at(-1) === 'q') this.ops.pop()
    else this.ops.push('Q')
  }

  /** Runs `draw` between q and Q. */
  within(draw: () => void): void {
    this.save()
    draw()
    this.restore()
  }

  transform(m: Matrix): void {
    if (isIdentity(m)) return
    this.ctm = multiply(this.ctm, m)
    this.ops.push(`${nums(m, 5)} cm`)
  }

  /** Opacity of what is drawn next, until restore. */
  opacity(own: number): void {
    const alpha = own * this.veil
    if (alpha === this.alpha) return
    this.alpha = alpha
    const a = num(alpha)
    this.ops.push(`/${this.scope.use(makeResource('ExtGState', `/Type/ExtGState/ca ${a}/CA ${a}`))} gs`)
  }

  fillColor(color: Color): void {
    this.ops.push(`${colorOperands(color)} rg`)
  }

  strokeColor(color: Color): void {
    this.ops.push(`${colorOperands(color)} RG`)
  }

  path(outline: Outline): void {
    this.ops.push(pathOperators(outline))
  }

  rectangle(x: number, y: number, width: number, height: number): void {
    this.ops.push(`${nums([x, y, width, height])} re`)
  }

  /** Clips to an outline until restore. */
  clip(outline: Outline, evenOdd = false): void {
    this.path(outline)
    this.ops.push(evenOdd ? 'W* n' : 'W n')
  }
}

/** The three channels from 0 to 1; four decimals tell all 256 steps apart. */
export const colorOperands = (c: Color): string => nums([c.r / 255, c.g / 255, c.b / 255], 4)

/** An outline as path construction operators. */
export function pathOperators(outline: Outline): string {
  return outline
    .map(s => {
      if (s[0] === 'M') return `${num(s[1])} ${num(s[2])} m`
      if (s[0] === 'L') return `${num(s[1])} ${num(s[2])} l`
      if (s[0] === 'C') return `${nums([s[1], s[2], s[3], s[4], s[5], s[6]])} c`
      return 'h'
    })
    .join('\n')
}
