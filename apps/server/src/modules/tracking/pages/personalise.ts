import { type DataRecord, Template, TemplateError } from '@lettershop/print-engine/personalise/liquid'

/** Fills the values of a piece into a text of a page. The result is plain text, still to be escaped. */
export type Personalise = (text: string) => string

const MOST_PARSED = 2_000
const parsed = new Map<string, Template>()

/** The same Liquid as on the printed piece: it chooses and computes, and can neither loop nor read anything else. */
export function personaliser(values: DataRecord): Personalise {
  return text => {
    if (!text.includes('{{') && !text.includes('{%')) return text
    try {
      return templateOf(text).render(values)
    } catch (error) {
      // Saved texts were checked; a filter may still refuse one person's value. A gap is better than no page.
      if (error instanceof TemplateError) return ''
      throw error
    }
  }
}

/** Why a text cannot be read as Liquid, or undefined when it can. */
export function templateFault(text: string): string | undefined {
  try {
    templateOf(text)
    return undefined
  } catch (error) {
    if (error instanceof TemplateError) return error.message
    throw error
  }
}

function templateOf(text: string): Template {
  const template = parsed.get(text) ?? new Template(text)
  parsed.delete(text)
  parsed.set(text, template)
  if (parsed.size > MOST_PARSED) parsed.delete(parsed.keys().next().value ?? '')
  return template
}
