import { z } from 'zod'
import { number, paint, size } from '../document/values.ts'
import { graphemesOf } from '../text/graphemes.ts'

/** What a character may have of its own. */
export const charStyle = z.object({
  fontFamily: z.string().max(300).optional(),
  fontSize: size.optional(),
  fontWeight: z.union([z.string().max(20), z.number()]).optional(),
  fontStyle: z.string().max(20).optional(),
  fill: paint.optional(),
  stroke: paint.optional(),
  strokeWidth: size.optional(),
  textBackgroundColor: z.string().max(200).nullish(),
  deltaY: number.optional(),
  underline: z.boolean().optional(),
  overline: z.boolean().optional(),
  linethrough: z.boolean().optional(),
})

export type CharStyle = z.output<typeof charStyle>

const rangeStyles = z
  .array(z.object({ start: z.number().int(), end: z.number().int(), style: charStyle }))
  .max(20_000)
const gridStyles = z.record(z.string(), z.record(z.string(), charStyle))

/** Fabric 5.3 and newer save ranges, older ones a grid by line and character. An empty grid may be saved as []. */
export const styles = z
  .union([rangeStyles, gridStyles])
  .nullish()
  .transform(value => value ?? [])

/** Styles by hard line, then by grapheme within the line. */
export type StyleGrid = ReadonlyMap<number, ReadonlyMap<number, CharStyle>>

/** Lays styles over a text. Ranges count graphemes of all lines without the line ends, as Fabric does. */
export function gridOf(saved: z.output<typeof styles>, text: string): StyleGrid {
  const grid = new Map<number, Map<number, CharStyle>>()
  const put = (line: number, index: number, style: CharStyle): void => {
    if (Object.keys(style).length === 0) return
    const row = grid.get(line) ?? new Map<number, CharStyle>()
    row.set(index, style)
    grid.set(line, row)
  }
  if (!Array.isArray(saved)) {
    for (const [line, row] of Object.entries(saved)) {
      for (const [index, style] of Object.entries(row)) put(Number(line), Number(index), style)
    }
    return grid
  }
  if (saved.length === 0) return grid
  let at = 0
  text.split(/\r?\n/).forEach((line, lineIndex) => {
    graphemesOf(line).forEach((_, index) => {
      const range = saved.find(r => r.start <= at && at < r.end)
      if (range) put(lineIndex, index, range.style)
      at++
    })
  })
  return grid
}
