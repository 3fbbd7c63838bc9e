import type { TextElement } from '../elements/text.ts'
import type { DrawContext } from '../elements/types.ts'
import type { Surface } from '../pdf/surface.ts'
import { joinTj, num, utf16Hex } from '../pdf/syntax.ts'
import { visualRuns } from '../text/bidi.ts'
import type { Token } from '../text/engine.ts'
import { graphemesOf } from '../text/graphemes.ts'
import { RTL } from '../text/scripts.ts'
import type { Span } from './text.ts'

/** Writes spans of text as PDF text operators, one text object for many lines. */
export class TextPen {
  private readonly surface: Surface
  private readonly context: DrawContext
  private readonly element: TextElement
  private font = ''
  private rise = 0
  private origin: { x: number; y: number } | undefined
  /** Operand of the TJ being written, and what of it is still to be placed. */
  private tj = ''
  private gap = 0

  constructor(surface: Surface, context: DrawContext, element: TextElement) {
    this.surface = surface
    this.context = context
    this.element = element
  }

  begin(): void {
    this.surface.op('BT')
    this.font = ''
    this.rise = 0
    this.origin = undefined
  }

  end(): void {
    this.surface.op('ET')
  }

  /** Draws a span with its base line at `y`. */
  span(span: Span, y: number): void {
    if (!span.text) return
    this.moveTo(span.x, y + span.style.deltaY)
    const { fontSize } = span.style
    const rtlBase = this.element.direction === 'rtl'
    if (rtlBase || RTL.test(span.text)) {
      for (const run of visualRuns(span.text, this.element.direction)) this.pieces(span, run.text, run.rtl)
    } else if (span.blank === 0 && span.spacing === 0) {
      for (const token of this.context.text.line(span.style, span.text)) {
        this.token(token, fontSize)
      }
    } else this.pieces(span, span.text, false)
    this.flush()
  }

  /** The canvas' y axis points down, text space's up: the text matrix turns it back. */
  private moveTo(x: number, y: number): void {
    if (!this.origin) this.surface.op(`1 0 0 -1 ${num(x)} ${num(y)} Tm`)
    else this.surface.op(`${num(x - this.origin.x)} ${num(this.origin.y - y)} Td`)
    // What was written counts, not what was meant: rounding must not add up over lines.
    this.origin = { x: round(x), y: round(y) }
    this.gap = 0
  }

  private pieces(span: Span, text: string, rtl: boolean): void {
    const { font, fontSize } = span.style
    const engine = this.context.text
    if (rtl && span.blank === 0 && span.spacing === 0) {
      this.token(engine.token(font, text, true), fontSize)
      return
    }
    // Character spacing is added between graphemes, justification to blanks: each is a piece of its own then.
    const parts = span.spacing === 0 ? text.split(/([ \t])/).filter(Boolean) : graphemesOf(text)
    if (rtl) parts.reverse()
    let before = ''
    for (const part of parts) {
      if (before && !rtl && span.spacing !== 0) this.gap += engine.kerning(span.style, before, part)
      this.token(engine.token(font, part, rtl), fontSize)
      this.gap += span.spacing / fontSize
      if (part === ' ' || part === '\t') this.gap += span.blank / fontSize
      before = part
    }
  }

  private token(token: Token, size: number): void {
    if (token.missing) this.reportMissing(token.missing)
    if (token.actualText !== undefined) this.openSpan(token.actualText)
    for (const run of token.runs) {
      const font = `/${this.surface.scope.useFont(run.face.index)} ${num(size)} Tf`
      if (font !== this.font) {
        this.flush()
        this.font = font
        this.surface.op(font)
      }
      if (run.rise !== this.rise) {
        this.flush()
        this.rise = run.rise
        this.surface.op(`${num(run.rise * size)} Ts`)
      }
      this.context.text.fonts.markUsed(run.face)
      if (run.actualText !== undefined) this.openSpan(run.actualText)
      this.append(run.tj)
      if (run.endsSpan) this.closeSpan()
    }
    if (token.actualText !== undefined) this.closeSpan()
  }

  private openSpan(text: string): void {
    this.flush()
    this.surface.op(`/Span<</ActualText<FEFF${utf16Hex(text)}>>>BDC`)
  }

  private closeSpan(): void {
    this.flush()
    this.surface.op('EMC')
  }

  /** Adds to the TJ what was shaped, after what of the way is still to go. */
  private append(tj: string): void {
    if (Math.abs(this.gap) > 1e-4) {
      this.tj = joinTj(this.tj, num(-this.gap * 1000, 2))
      this.gap = 0
    }
    this.tj = joinTj(this.tj, tj)
  }

  private flush(): void {
    if (this.tj) {
      this.surface.op(`[${this.tj}]TJ`)
    }
    this.tj = ''
  }

  private reportMissing(characters: string): void {
    const codes = [...new Set(characters)].slice(0, 8)
    const list = codes
      .map(c => `${c} (U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`)
      .join(', ')
    const message = `No font has ${list}. Add a font with these characters to the design.`
    this.context.report({ severity: 'warning', rule: 'missing_glyph', path: this.element.path, message })
  }
}

const round = (value: number): number => Math.round(value * 1000) / 1000
