import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { graphemesOf } from './graphemes.ts'
import { layoutText, type MeasuredStyle, type Meter, type TextSpec } from './layout.ts'

/** Every letter is half an em wide, a blank a quarter; "AV" is kerned. */
const meter: Meter<MeasuredStyle> = {
  advance: (_, g) => (g === ' ' ? 0.25 : 0.5),
  kerning: (_, a, b) => (a === 'A' && b === 'V' ? -0.1 : 0),
  word(style, word) {
    const graphemes = graphemesOf(word)
    const kerned = (g: string, i: number): number => meter.kerning(style, graphemes[i - 1] ?? '', g)
    const advance = graphemes.reduce((sum, g, i) => sum + meter.advance(style, g) + kerned(g, i), 0)
    return { advance, count: graphemes.length }
  },
}

const spec = (text: string, more: Partial<TextSpec<MeasuredStyle>> = {}): TextSpec<MeasuredStyle> => ({
  text,
  wrap: true,
  width: 100,
  splitByGrapheme: false,
  charSpacing: 0,
  lineHeight: 1.16,
  style: { fontSize: 10, fontKey: 'a' },
  ...more,
})

const lines = (s: TextSpec<MeasuredStyle>): string[] => layoutText(s, meter).lines.map(l => l.text)

describe('layout of text', () => {
  it('breaks greedily at blanks, keeps typed line ends', () => {
    expect(lines(spec('aaaa bbbb cccc dddd eeee'))).toEqual(['aaaa bbbb cccc dddd', 'eeee'])
    expect(lines(spec('a\n\nb\r\nc'))).toEqual(['a', '', 'b', 'c'])
    expect(lines(spec('aaaa bbbb', { wrap: false, width: 1 }))).toEqual(['aaaa bbbb'])
  })

  it('does not break at no-break spaces and hyphens; a long word widens the box', () => {
    const word = 'x'.repeat(30)
    const layout = layoutText(spec(`a ${word} b\u00a0c-d`), meter)
    expect(layout.lines.map(l => l.text)).toEqual(['a', word, 'b\u00a0c-d'])
    expect(layout.width).toBe(150)
  })

  it('places base lines as Fabric does', () => {
    const { lines, height } = layoutText(spec('a\nb\nc'), meter)
    expect(lines.map(l => l.baseline)).toEqual([
      expect.closeTo(11.3 * 0.778, 6),
      expect.closeTo(11.3 * 1.16 + 11.3 * 0.778, 6),
      expect.closeTo(2 * 11.3 * 1.16 + 11.3 * 0.778, 6),
    ])
    expect(height).toBeCloseTo(2 * 11.3 * 1.16 + 11.3, 6)
  })

  it('takes the largest size of a line for its height, and kerns only within one style', () => {
    const big = { fontSize: 20, fontKey: 'a' }
    const small = { fontSize: 10, fontKey: 'a' }
    const styled = spec('AV', { styleAt: (_, i) => (i === 1 ? big : small) })
    const layout = layoutText(styled, meter)
    expect(layout.lines[0]).toMatchObject({ height: 20 * 1.13, width: 15 })
    expect(layoutText(spec('AV'), meter).lines[0]?.width).toBeCloseTo(9, 6)
    expect(layoutText(spec('AV', { charSpacing: 100 }), meter).lines[0]?.width).toBeCloseTo(10, 6)
  })

  it('measures with and without styles alike, loses no character, keeps within the box', () => {
    const word = fc.string({
      unit: fc.constantFrom('A', 'V', 'b', 'é', 'ß', '日'),
      minLength: 1,
      maxLength: 9,
    })
    const text = fc
      .array(fc.oneof(word, fc.constantFrom(' ', '\n')), { maxLength: 25 })
      .map(parts => parts.join(' '))
    fc.assert(
      fc.property(
        text,
        fc.integer({ min: 5, max: 200 }),
        fc.constantFrom(0, -25, 80),
        fc.boolean(),
        (value, width, charSpacing, splitByGrapheme) => {
          const plain = spec(value, { width, charSpacing, splitByGrapheme })
          const layout = layoutText(plain, meter)
          const styled = layoutText({ ...plain, styleAt: () => plain.style }, meter)
          expect(styled.lines.map(l => l.text)).toEqual(layout.lines.map(l => l.text))
          styled.lines.forEach((line, i) => {
            expect(line.width).toBeCloseTo(layout.lines[i]?.width ?? -1, 6)
          })
          const squeeze = (s: string): string => s.replace(/[ \n]/g, '')
          expect(squeeze(layout.lines.map(l => l.text).join(''))).toBe(squeeze(value))
          for (const line of layout.lines) expect(line.width).toBeLessThanOrEqual(layout.width + 1e-6)
        },
      ),
      { numRuns: 300, seed: 11 },
    )
  })
})
