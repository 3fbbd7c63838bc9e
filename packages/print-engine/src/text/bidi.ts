import bidiModule, { type Bidi } from 'bidi-js'
import { RTL } from './scripts.ts'

// The package's types say "default export of a module", its file is CommonJS: the import is the factory itself.
const bidi = (bidiModule as unknown as () => Bidi)()

/** A stretch of a line that runs in one direction. */
export interface DirectionalRun {
  text: string
  /** Index of its first UTF-16 unit in the line. */
  start: number
  rtl: boolean
}

/**
 * The stretches of a line from left to right as they are seen, by the Unicode Bidirectional Algorithm.
 * @param base direction of the paragraph; Fabric sets it per object.
 */
export function visualRuns(line: string, base: 'ltr' | 'rtl'): DirectionalRun[] {
  if (base === 'ltr' && !RTL.test(line)) return [{ text: line, start: 0, rtl: false }]
  const embedding = bidi.getEmbeddingLevels(line, base)
  const { levels } = embedding
  const runs: (DirectionalRun & { level: number })[] = []
  for (let i = 0; i < line.length; i++) {
    const level = levels[i] ?? 0
    const last = runs.at(-1)
    if (last && last.level === level) last.text += line[i] ?? ''
    else runs.push({ text: line[i] ?? '', start: i, level, rtl: level % 2 === 1 })
  }
  return reorder(runs)
}

/** Rule L2: from the highest level down to the lowest odd one, turn round every stretch at that level or above. */
function reorder<T extends { level: number }>(runs: T[]): T[] {
  const out = [...runs]
  const highest = Math.max(0, ...out.map(r => r.level))
  for (let level = highest; level >= 1; level--) {
    let i = 0
    while (i < out.length) {
      if ((out[i]?.level ?? 0) < level) {
        i++
        continue
      }
      let end = i
      while (end < out.length && (out[end]?.level ?? 0) >= level) end++
      out.splice(i, end - i, ...out.slice(i, end).reverse())
      i = end
    }
  }
  return out
}
