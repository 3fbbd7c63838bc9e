import type { CharStyle, StyleGrid } from '../elements/text-styles.ts'
import { graphemesOf } from '../text/graphemes.ts'

/**
 * Styles belong to characters of the design's text; personalised text has others in their place. So marks are put
 * into the template where styles change, and read back from what Liquid made of it: a name takes the style of its
 * `{{ first_name }}`. Marks are noncharacters (U+FDD0, U+FDD1), which no real text contains.
 */
const OPEN = '\ufdd0'
const CLOSE = '\ufdd1'

export interface MarkedText {
  source: string
  styles: readonly (CharStyle | undefined)[]
}

/** The template with marks, and the styles that the marks number. */
export function markStyles(text: string, grid: StyleGrid): MarkedText {
  const styles: (CharStyle | undefined)[] = [undefined]
  const numbers = new Map<string, number>([['', 0]])
  const inside = markupAt(text)
  let source = ''
  let current = 0
  let offset = 0
  text.split(/(\r?\n)/).forEach((line, i) => {
    if (i % 2 === 1) {
      source += line
      offset += line.length
      return
    }
    graphemesOf(line).forEach((grapheme, index) => {
      const style = grid.get(i / 2)?.get(index)
      const key = style ? JSON.stringify(style) : ''
      let number = numbers.get(key)
      if (number === undefined) {
        number = styles.length
        numbers.set(key, number)
        styles.push(style)
      }
      // Within markup no mark may stand: the first character of a tag decides for what it prints.
      if (number !== current && !inside[offset]) {
        source += `${OPEN}${number}${CLOSE}`
        current = number
      }
      source += grapheme
      offset += grapheme.length
    })
  })
  return { source, styles }
}

/** For each UTF-16 unit whether it lies within `{{ }}` or `{% %}`, after its first character. */
function markupAt(text: string): Uint8Array {
  const inside = new Uint8Array(text.length)
  for (const match of text.matchAll(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g)) {
    inside.fill(1, match.index + 1, match.index + match[0].length)
  }
  return inside
}

/** What Liquid made of a marked text, without marks, and its styles. */
export function readMarks(rendered: string, styles: MarkedText['styles']): { text: string; grid: StyleGrid } {
  const grid = new Map<number, Map<number, CharStyle>>()
  let text = ''
  let style: CharStyle | undefined
  let line = 0
  let index = 0
  const pieces = rendered.split(/\ufdd0(\d+)\ufdd1/)
  pieces.forEach((piece, i) => {
    if (i % 2 === 1) {
      style = styles[Number(piece)]
      return
    }
    text += piece
    piece.split(/\r?\n/).forEach((part, n) => {
      if (n > 0) {
        line++
        index = 0
      }
      for (const _ of graphemesOf(part)) {
        if (style) {
          const row = grid.get(line) ?? new Map<number, CharStyle>()
          row.set(index, style)
          grid.set(line, row)
        }
        index++
      }
    })
  })
  return { text, grid }
}
