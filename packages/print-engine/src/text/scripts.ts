/** Scripts that need a shaper of their own, by ISO 15924 tag. Latin, Greek and Cyrillic shape alike without a tag. */
const SCRIPTS: readonly [string, RegExp][] = [
  'Arabic Arab',
  'Hebrew Hebr',
  'Devanagari Deva',
  'Bengali Beng',
  'Tamil Taml',
  'Thai Thai',
  'Hangul Hang',
  'Hiragana Hira',
  'Katakana Kana',
  'Han Hani',
  'Armenian Armn',
  'Georgian Geor',
  'Greek Grek',
  'Cyrillic Cyrl',
  'Latin Latn',
  'Gujarati Gujr',
  'Gurmukhi Guru',
  'Telugu Telu',
  'Kannada Knda',
  'Malayalam Mlym',
  'Sinhala Sinh',
  'Khmer Khmr',
  'Lao Laoo',
  'Myanmar Mymr',
  'Ethiopic Ethi',
  'Tibetan Tibt',
  'Syriac Syrc',
  'Thaana Thaa',
  'Nko Nkoo',
].map(entry => {
  const [name = '', tag = ''] = entry.split(' ')
  return [tag, new RegExp(`\\p{Script=${name}}`, 'u')]
})

const RTL_SCRIPTS = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo'])

/** Characters of right-to-left scripts and the controls that turn text round. */
export const RTL =
  /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** The script of the first letter, or '' where the text is digits, blanks and signs only. */
export function scriptOf(text: string): string {
  for (const char of text) {
    if (char < '\u0250' && /[A-Za-z\u00c0-\u024f]/.test(char)) return 'Latn'
    if (!/[\p{L}\p{M}]/u.test(char)) continue
    for (const [tag, pattern] of SCRIPTS) if (pattern.test(char)) return tag
  }
  return ''
}

export const isRtlScript = (tag: string): boolean => RTL_SCRIPTS.has(tag)
