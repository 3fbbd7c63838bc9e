import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { FontFace } from './face.ts'

interface Bundled {
  /** Package under @expo-google-fonts and the stem of its files. */
  pkg: string
  stem: string
  weights: readonly number[]
  italic?: boolean
  /** Tried only for text of these scripts; without it, for everything. */
  script?: RegExp
}

const WEIGHT_NAMES: Readonly<Record<number, string>> = { 400: '400Regular', 700: '700Bold' }
const BOTH = [400, 700]

/**
 * Open fonts that stand in for fonts and characters that a job does not bring, in the order in which they are asked.
 * Whole TTF files (OFL): the packages of @fontsource are cut by script, their "latin" lacks ł.
 */
const BUNDLED: readonly Bundled[] = [
  { pkg: 'noto-sans', stem: 'NotoSans', weights: BOTH, italic: true },
  { pkg: 'noto-sans-arabic', stem: 'NotoSansArabic', weights: BOTH, script: /\p{Script_Extensions=Arabic}/u },
  { pkg: 'noto-sans-hebrew', stem: 'NotoSansHebrew', weights: BOTH, script: /\p{Script=Hebrew}/u },
  { pkg: 'noto-sans-armenian', stem: 'NotoSansArmenian', weights: BOTH, script: /\p{Script=Armenian}/u },
  { pkg: 'noto-sans-georgian', stem: 'NotoSansGeorgian', weights: BOTH, script: /\p{Script=Georgian}/u },
  {
    pkg: 'noto-sans-devanagari',
    stem: 'NotoSansDevanagari',
    weights: BOTH,
    script: /\p{Script_Extensions=Devanagari}/u,
  },
  {
    pkg: 'noto-sans-bengali',
    stem: 'NotoSansBengali',
    weights: BOTH,
    script: /\p{Script_Extensions=Bengali}/u,
  },
  { pkg: 'noto-sans-tamil', stem: 'NotoSansTamil', weights: BOTH, script: /\p{Script_Extensions=Tamil}/u },
  { pkg: 'noto-sans-thai', stem: 'NotoSansThai', weights: BOTH, script: /\p{Script=Thai}/u },
  { pkg: 'noto-sans-kr', stem: 'NotoSansKR', weights: BOTH, script: /\p{Script=Hangul}/u },
  {
    pkg: 'noto-sans-jp',
    stem: 'NotoSansJP',
    weights: BOTH,
    script: /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
  },
  {
    pkg: 'noto-sans-sc',
    stem: 'NotoSansSC',
    weights: BOTH,
    script: /[\p{Script=Han}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]/u,
  },
  {
    pkg: 'noto-sans-jp',
    stem: 'NotoSansJP',
    weights: BOTH,
    script: /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u,
  },
  { pkg: 'noto-emoji', stem: 'NotoEmoji', weights: BOTH, script: /[^\p{L}\p{M}]/u },
]

/** Fonts of a job have numbers below this; bundled ones have fixed numbers from here on. */
export const FIRST_FALLBACK_INDEX = 1000

const require = createRequire(import.meta.url)

/** Gives bundled fonts on demand. Numbers of fonts are fixed, so that every worker names them alike. */
export class FallbackFonts {
  private readonly loaded = new Map<number, FontFace | undefined>()

  /** The default font for families that a job does not bring. */
  base(weight: number, italic: boolean): FontFace {
    const face = this.load(0, weight, italic)
    if (!face) throw new Error('The package @expo-google-fonts/noto-sans is missing: run npm ci.')
    return face
  }

  /** The first bundled font that has every character of `cluster`, or undefined. */
  find(cluster: string, weight: number, italic: boolean): FontFace | undefined {
    const codes = [...cluster].map(c => c.codePointAt(0) ?? 0).filter(c => !isIgnorable(c))
    for (const [number, bundled] of BUNDLED.entries()) {
      if (bundled.script && !bundled.script.test(cluster)) continue
      const face = this.load(number, weight, italic)
      if (face && codes.every(code => face.has(code))) return face
    }
    return undefined
  }

  private load(number: number, wanted: number, italic: boolean): FontFace | undefined {
    const bundled = BUNDLED[number]
    if (!bundled) return undefined
    const weight = wanted >= 600 ? 700 : 400
    const slanted = italic && bundled.italic === true
    const index = FIRST_FALLBACK_INDEX + number * 4 + (weight === 700 ? 1 : 0) + (slanted ? 2 : 0)
    if (!this.loaded.has(index)) this.loaded.set(index, readBundled(bundled, weight, slanted, index))
    return this.loaded.get(index)
  }
}

function readBundled(bundled: Bundled, weight: number, italic: boolean, index: number): FontFace | undefined {
  const folder = `${WEIGHT_NAMES[weight]}${italic ? '_Italic' : ''}`
  try {
    const file = require.resolve(`@expo-google-fonts/${bundled.pkg}/${folder}/${bundled.stem}_${folder}.ttf`)
    return new FontFace(index, { family: bundled.stem, weight, italic }, readFileSync(file))
  } catch {
    // The East Asian packages are optional (100 MB): without them their characters are findings.
    return undefined
  }
}

/** Characters that need no glyph of their own: joiners, variation selectors, controls. */
export function isIgnorable(code: number): boolean {
  return (
    code < 0x20 ||
    code === 0xad ||
    code === 0x34f ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    (code >= 0xfe00 && code <= 0xfe0f) ||
    code === 0xfeff ||
    (code >= 0xe0000 && code <= 0xe0fff)
  )
}
