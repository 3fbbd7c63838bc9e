const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const PLAIN = /^[\x20-\x7e]*$/

/** The user-perceived characters of a text, as Fabric counts them for styles and character spacing. */
export function graphemesOf(text: string): string[] {
  // ASCII needs no segmenter, which costs about 1 us a character.
  return PLAIN.test(text) ? text.split('') : Array.from(segmenter.segment(text), part => part.segment)
}
