import type { FontFace } from '../fonts/face.ts'
import type { FontChoice, FontRegistry } from '../fonts/registry.ts'
import { translation } from '../geometry/matrix.ts'
import { type Segment, transformOutline } from '../geometry/path.ts'
import { joinTj } from '../pdf/syntax.ts'
import { Cache } from './cache.ts'
import { shapeOutline } from './glyph-outline.ts'
import { graphemesOf } from './graphemes.ts'
import type { MeasuredStyle, MeasuredWord, Meter } from './layout.ts'
import { isRtlScript, RTL, scriptOf } from './scripts.ts'
import { type Shaped, type ShapedRun, shape } from './shaper.ts'

export interface FontStyle extends MeasuredStyle {
  font: FontChoice
}

/** A shaped word or part of a line, with the characters that no font has. */
export interface Token extends Shaped {
  missing?: string
}

/** Scripts whose letters change beside others: their width is that of the shaped word, not the sum of letters. */
const JOINED = /[\u0590-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufeff]/

/** Entries that each cache of a font keeps: the words of a design and the last some thousand of its records. */
const KEPT = { tokens: 4000, lines: 4000, words: 10_000, pairs: 10_000 }

/** Measures and shapes text for one job, keeping what was shaped before. */
export class TextEngine implements Meter<FontStyle> {
  readonly fonts: FontRegistry

  constructor(fonts: FontRegistry) {
    this.fonts = fonts
  }

  advance(style: FontStyle, grapheme: string): number {
    return this.token(style.font, grapheme, false).advance
  }

  kerning(style: FontStyle, before: string, grapheme: string): number {
    if (isBlank(before) || isBlank(grapheme)) return 0
    const pairs = memoOf(style.font).pairs
    const key = before + grapheme
    let value = pairs.get(key)
    if (value === undefined) {
      const together = this.token(style.font, key, false).advance
      value = together - this.advance(style, before) - this.advance(style, grapheme)
      if (Math.abs(value) < 1e-6) value = 0
      pairs.set(key, value)
    }
    return value
  }

  word(style: FontStyle, word: string): MeasuredWord {
    const words = memoOf(style.font).words
    let known = words.get(word)
    if (!known) {
      known = this.measureWord(style, word)
      words.set(word, known)
    }
    return known
  }

  private measureWord(style: FontStyle, word: string): MeasuredWord {
    const graphemes = graphemesOf(word)
    const count = graphemes.length
    if (JOINED.test(word)) return { count, advance: this.token(style.font, word, RTL.test(word)).advance }
    let advance = 0
    graphemes.forEach((grapheme, i) => {
      const before = graphemes[i - 1]
      advance +=
        this.advance(style, grapheme) + (before === undefined ? 0 : this.kerning(style, before, grapheme))
    })
    return { count, advance }
  }

  /**
   * A stretch of text from left to right, word by word as browsers do. Words that
   * need /ActualText stay tokens of their own; the rest is joined.
   */
  line(style: FontStyle, text: string): readonly Token[] {
    const lines = memoOf(style.font).lines
    let tokens = lines.get(text)
    if (!tokens) {
      tokens = this.joinWords(style, text)
      lines.set(text, tokens)
    }
    return tokens
  }

  private joinWords(style: FontStyle, text: string): Token[] {
    const out: Token[] = []
    for (const part of text.split(/([ \t])/)) {
      if (!part) continue
      const token = this.token(style.font, part, false)
      const previous = out.at(-1)
      if (previous && previous.actualText === undefined && token.actualText === undefined)
        join(previous, token)
      else out.push({ ...token, runs: token.runs.map(run => ({ ...run })) })
    }
    return out
  }

  /** The outlines of a piece of text as one path, in ems, y down, from (0, 0) on; and how far it goes. */
  outline(choice: FontChoice, text: string, rtl: boolean): { outline: Segment[]; advance: number } {
    const items = this.itemize(choice, text)
    if (rtl) items.reverse()
    const outline: Segment[] = []
    let x = 0
    for (const item of items) {
      const shaped = shapeOutline(item.face, item.text, rtl && isRtlOrNeutral(item.script), item.script)
      outline.push(...transformOutline(shaped.outline, translation(x, 0)))
      x += shaped.advance
    }
    return { outline, advance: x }
  }

  /** Shapes a piece of text of one direction, falling back to other fonts where the chosen one lacks characters. */
  token(choice: FontChoice, text: string, rtl: boolean): Token {
    const tokens = rtl ? memoOf(choice).rtlTokens : memoOf(choice).tokens
    let token = tokens.get(text)
    if (!token) {
      token = this.shapeItems(choice, text, rtl)
      tokens.set(text, token)
    }
    return token
  }

  private shapeItems(choice: FontChoice, text: string, rtl: boolean): Token {
    const items = this.itemize(choice, text)
    const shaped = items.map(item =>
      shape(item.face, item.text, rtl && isRtlOrNeutral(item.script), item.script),
    )
    if (rtl) shaped.reverse()
    const missing = items.map(item => item.missing).join('')
    const runs: ShapedRun[] = shaped.flatMap(s => s.runs)
    const advance = shaped.reduce((sum, s) => sum + s.advance, 0)
    const exact = shaped.every(s => s.actualText === undefined)
    return { runs, advance, ...(exact ? {} : { actualText: text }), ...(missing ? { missing } : {}) }
  }

  /** Cuts text where the font or the script changes; marks and signs stay with the letters before them. */
  private itemize(choice: FontChoice, text: string): Item[] {
    if (/^[\x20-\x7e]*$/.test(text)) return [{ text, face: choice.primary, script: '', missing: '' }]
    const items: Item[] = []
    for (const cluster of graphemesOf(text)) {
      const found = this.fonts.faceFor(choice, cluster)
      const face = found ?? choice.primary
      const script = scriptOf(cluster)
      const last = items.at(-1)
      const missing = found ? '' : cluster
      if (last && last.face === face && (!script || !last.script || script === last.script)) {
        last.text += cluster
        last.script ||= script
        last.missing += missing
      } else items.push({ text: cluster, face, script, missing })
    }
    return items
  }
}

interface Item {
  text: string
  face: FontFace
  script: string
  missing: string
}

/** Appends a token to another: runs of the same font and height become one string. */
function join(to: Token, token: Token): void {
  const [first, ...rest] = token.runs
  const last = to.runs.at(-1)
  const copies = (runs: readonly ShapedRun[]): ShapedRun[] => runs.map(run => ({ ...run }))
  const spans = first?.actualText !== undefined || last?.endsSpan
  if (first && last && !spans && first.face === last.face && first.rise === last.rise) {
    last.tj = joinTj(last.tj, first.tj)
    last.advance += first.advance
    to.runs.push(...copies(rest))
  } else to.runs.push(...copies(token.runs))
  to.advance += token.advance
  if (token.missing) to.missing = (to.missing ?? '') + token.missing
}

const isBlank = (text: string): boolean => text === ' ' || text === '\t'

const isRtlOrNeutral = (script: string): boolean => script === '' || isRtlScript(script)

/** What was measured and shaped in one font. */
interface FontMemo {
  tokens: Cache<Token>
  rtlTokens: Cache<Token>
  lines: Cache<readonly Token[]>
  words: Cache<MeasuredWord>
  pairs: Cache<number>
}

const memos = new WeakMap<FontChoice, FontMemo>()
/** The last one asked for: a text asks for the same font a hundred times in a row. */
let lastMemo: { choice: FontChoice; memo: FontMemo } | undefined

function memoOf(choice: FontChoice): FontMemo {
  if (lastMemo?.choice === choice) return lastMemo.memo
  let memo = memos.get(choice)
  if (!memo) {
    memo = {
      tokens: new Cache(KEPT.tokens),
      rtlTokens: new Cache(KEPT.tokens),
      lines: new Cache(KEPT.lines),
      words: new Cache(KEPT.words),
      pairs: new Cache(KEPT.pairs),
    }
    memos.set(choice, memo)
  }
  lastMemo = { choice, memo }
  return memo
}
