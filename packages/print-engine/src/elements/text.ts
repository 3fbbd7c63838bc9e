import { z } from 'zod'
import { type BaseElement, base, MAX_TEXT, number, size } from '../document/values.ts'
import { drawTextElement } from '../drawing/text.ts'
import { fittedText } from '../drawing/text-fit.ts'
import { gridOf, type StyleGrid, styles } from './text-styles.ts'
import type { ElementType } from './types.ts'

const ALIGNMENTS = [
  'left',
  'center',
  'right',
  'justify',
  'justify-left',
  'justify-center',
  'justify-right',
] as const

const schema = base.extend({
  text: z.union([z.string().max(MAX_TEXT), z.number().transform(String)]).default(''),
  fontFamily: z.string().max(300).default('Times New Roman'),
  fontSize: size.default(40),
  fontWeight: z.union([z.string().max(20), z.number()]).default('normal'),
  fontStyle: z
    .string()
    .max(20)
    .nullish()
    .transform(v => v || 'normal'),
  lineHeight: number.default(1.16),
  charSpacing: number.default(0),
  textAlign: z.enum(ALIGNMENTS).catch('left').default('left'),
  direction: z.enum(['ltr', 'rtl']).catch('ltr').default('ltr'),
  underline: z.boolean().default(false),
  overline: z.boolean().default(false),
  linethrough: z.boolean().default(false),
  textBackgroundColor: z.string().max(200).nullish(),
  styles,
  splitByGrapheme: z
    .boolean()
    .nullish()
    .transform(v => v ?? false),
  path: z.unknown().optional().transform(Boolean),
})

type Parsed = z.output<typeof schema>

export interface TextElement extends Omit<Parsed, 'path'>, BaseElement {
  type: string
  grid: StyleGrid
  /** Whether lines are broken to the width (textbox). */
  wrap: boolean
  onPath: boolean
  /** Size of the box as saved; texts that shrink must fit into it. */
  saved: { width: number; height: number }
}

function make(type: string, aliases: readonly string[], wrap: boolean): ElementType<TextElement> {
  return {
    type,
    aliases,
    schema: schema.transform(({ path: onPath, ...rest }) => ({
      ...rest,
      onPath,
      wrap,
      grid: gridOf(rest.styles, rest.text),
      saved: { width: rest.width, height: rest.height },
    })),
    measure: (element, context) => fittedText(element, context).layout,
    draw: drawTextElement,
  }
}

/** Text with line ends only where they were typed. */
export const text = make('text', ['text', 'i-text', 'itext'], false)

/** Text that is broken to the box. */
export const textbox = make('textbox', ['textbox'], true)
