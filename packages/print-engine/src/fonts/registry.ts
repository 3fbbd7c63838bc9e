import type { FindingList } from '../document/findings.ts'
import { type FaceName, FontError, FontFace } from './face.ts'
import { FallbackFonts, isIgnorable } from './fallback.ts'

/** The font that a style asks for, with what stands in for the characters that it lacks. */
export interface FontChoice {
  key: string
  primary: FontFace
  weight: number
  italic: boolean
}

const GENERIC = new Set(['serif', 'sans-serif', 'monospace', 'cursive', 'fantasy', 'system-ui', 'noto sans'])

/** The fonts of one job: those that it brought, and the bundled ones behind them. */
export class FontRegistry {
  private readonly faces: FontFace[] = []
  private readonly fallback = new FallbackFonts()
  private readonly choices = new Map<string, FontChoice>()
  private readonly used = new Map<number, FontFace>()
  private readonly findings: FindingList

  constructor(findings: FindingList) {
    this.findings = findings
  }

  /** Adds a font file; one that cannot be used becomes a finding at `path`. */
  add(name: FaceName, bytes: Uint8Array, path: string, label: string): void {
    try {
      this.faces.push(new FontFace(this.faces.length, name, bytes))
    } catch (error) {
      const reason = error instanceof FontError ? error.message : 'cannot be read; the file is damaged'
      this.findings.add({
        severity: 'error',
        rule: 'font_unreadable',
        path,
        message: `The font ${label} ${reason}.`,
      })
    }
  }

  /**
   * The face that comes closest to a CSS font: the first family of the list that the job brought, then the nearest
   * weight. Reports families that are not there once, at `path`.
   */
  choose(families: string, weight: number, italic: boolean, path: string): FontChoice {
    const key = `${families}|${weight}|${italic ? 'i' : 'n'}`
    const known = this.choices.get(key)
    if (known) return known
    const choice = { key, primary: this.nearest(families, weight, italic, path), weight, italic }
    this.choices.set(key, choice)
    return choice
  }

  private nearest(families: string, weight: number, italic: boolean, path: string): FontFace {
    const names = families.split(',').map(f => f.trim().replace(/^["']|["']$/g, ''))
    for (const name of names) {
      const family = this.faces.filter(f => f.name.family.toLowerCase() === name.toLowerCase())
      if (family.length === 0) continue
      const styled = family.filter(f => f.name.italic === italic)
      const face = (styled.length > 0 ? styled : family).reduce((best, f) =>
        Math.abs(f.name.weight - weight) < Math.abs(best.name.weight - weight) ? f : best,
      )
      if (styled.length === 0 || Math.abs(face.name.weight - weight) > 150) {
        this.missing(
          path,
          `${name} ${weight}${italic ? ' italic' : ''}`,
          `${face.name.family} ${face.name.weight}${face.name.italic ? ' italic' : ''}`,
        )
      }
      return face
    }
    const base = this.fallback.base(weight, italic)
    if (!names.some(name => GENERIC.has(name.toLowerCase())))
      this.missing(path, names.join(', '), 'Noto Sans')
    return base
  }

  private missing(path: string, wanted: string, instead: string): void {
    const message = `The font ${wanted} was not given; ${instead} is printed. Add its TTF file to the design's fonts.`
    this.findings.add({ severity: 'warning', rule: 'font_missing', path, message })
  }

  /** The face for one cluster of characters, or undefined where no font has them all. */
  faceFor(choice: FontChoice, cluster: string): FontFace | undefined {
    if (covers(choice.primary, cluster)) return choice.primary
    return this.fallback.find(cluster, choice.weight, choice.italic)
  }

  /** Notes that a face is drawn with, so that it is embedded. */
  markUsed(face: FontFace): void {
    this.used.set(face.index, face)
  }

  /** Faces that were drawn with, by number. */
  usedFaces(): FontFace[] {
    return [...this.used.values()].sort((a, b) => a.index - b.index)
  }
}

function covers(face: FontFace, cluster: string): boolean {
  for (const char of cluster) {
    const code = char.codePointAt(0) ?? 0
    if (!face.has(code) && !isIgnorable(code)) return false
  }
  return true
}
