import { describe, expect, it } from 'vitest'
import { compile } from '../index.ts'
import { card, colorsAt, print, sourceOf, textByPdfjs, textbox, textOf } from '../testing/pdf.ts'

const one = async (text: string, more = {}): Promise<string> =>
  ((await textOf(await print(card([textbox(text, more)]))))[0] ?? '').replace(/\r/g, '')

describe('text', () => {
  it.each([
    ['Latin with marks', 'Ærøskøbing Łódź Nguyễn Çağlar naïve'],
    ['combining marks', 'A\u0308rger e\u0301te\u0301'],
    ['Greek', 'Καλημέρα κόσμε Ἀθῆναι'],
    ['Cyrillic', 'Привет, Київ, Ђорђе'],
    ['Armenian', 'Բարեւ'],
    ['Georgian', 'გამარჯობა'],
    ['Hebrew', 'שלום'],
    ['Arabic', 'مرحبا'],
    ['Devanagari', 'नमस्ते'],
    ['Bengali', 'নমস্কার'],
    ['Tamil', 'வணக்கம்'],
    ['Thai', 'สวัสดี'],
    ['Han', '你好世界'],
    ['Kana', 'こんにちは'],
    ['Hangul', '안녕하세요'],
    ['signs', '€ £ § © ™ — “x” … № ½'],
    ['ligatures', 'office affluent fjord'],
  ])('%s is in the text layer, from an embedded font', async (_, text) => {
    const pdf = await print(card([textbox(text)]))
    const job = await compile(card([textbox(text)]))
    expect(job.findings).toEqual([])
    const [page] = await textOf(pdf)
    const plain = (s: string | undefined): string =>
      (s ?? '').normalize('NFC').replace(/[\s\u200e\u200f]/g, '')
    expect(plain(page)).toBe(plain(text))
  })

  it('mixes scripts and directions', async () => {
    const pdf = await print(card([textbox('Dear محمد علي, room 12 שלום!')]))
    for (const word of ['Dear', 'محمد', 'علي', '12', 'שלום']) expect((await textOf(pdf))[0]).toContain(word)
    expect((await textByPdfjs(pdf))[0]).toContain('Dear')
  })

  it('says with ActualText what the order of glyphs cannot say', async () => {
    // The vowel sign is drawn before the letter that it follows.
    const hex = Buffer.from('हिन्दी', 'utf16le').swap16().toString('hex').toUpperCase()
    expect(sourceOf(await print(card([textbox('in हिन्दी')])))).toContain(`/ActualText<FEFF${hex}>`)
  })

  it('is plain ASCII in one byte, without ActualText', async () => {
    const source = sourceOf(await print(card([textbox('Plain text (with parentheses) \\ 100%')])))
    expect(source).toContain('\\(with')
    expect(source).not.toContain('ActualText')
    expect(await one('Plain text (with parentheses) \\ 100%')).toBe('Plain text (with parentheses) \\ 100%')
  })

  it('says which character no font has', async () => {
    const job = await compile(card([textbox('{{ v }}')]))
    const seen: unknown[] = []
    await job.render([{ v: 'ok' }, { v: '\u{13000}' }], () => {}, {
      onRecord: r => seen.push(r.findings.map(f => f.rule)),
    })
    expect(seen).toEqual([[], ['missing_glyph']])
  })

  it('keeps the style of a variable on what it becomes', async () => {
    const styles = [{ start: 5, end: 15, style: { fill: '#ff0000' } }]
    const pdf = await print(card([textbox('Dear {{ name }}, hello', { styles, fontWeight: 900 })]), {
      name: 'MMMM',
    })
    const source = sourceOf(pdf)
    const red = source.slice(source.indexOf('1 0 0 rg'))
    expect(red).toMatch(/^1 0 0 rg[\s\S]{0,80}\(MMMM\)/)
    expect(source).toMatch(/\(, hello\)/)
    const styled = (await compile(card([textbox('Dear {{ name }}', { styles })]))).personalise({ name: 'Jo' })
    expect(JSON.stringify(styled)).toContain('"0":{"5":{"fill":"#ff0000"},"6":{"fill":"#ff0000"}}')
  })

  it('shrinks to its box, down to its floor, then says so', async () => {
    const box = {
      left: 10,
      top: 10,
      width: 200,
      height: 50,
      fontSize: 40,
      lettershop: { fit: 'shrink', minFontSize: 20 },
    }
    const size = async (name: string): Promise<number> => {
      const source = sourceOf(await print(card([textbox('{{ name }}', box)]), { name }))
      return Number(/\/F1000 ([\d.]+) Tf/.exec(source)?.[1])
    }
    expect(await size('Ann')).toBe(40)
    const long = await size('Maximiliane')
    expect(long).toBeLessThan(40)
    expect(long).toBeGreaterThan(20)
    expect(await size('Wolfeschlegelsteinhausenbergerdorff the elder')).toBe(20)
    const job = await compile(card([textbox('{{ name }}', box)]), { policies: { overflow: 'skip' } })
    const summary = await job.render(
      [{ name: 'Ann' }, { name: 'Wolfeschlegelsteinhausenbergerdorff' }],
      () => {},
    )
    expect(summary).toMatchObject({ records: 2, skipped: 1, pages: 1 })
    expect(summary.findings).toEqual([expect.objectContaining({ rule: 'overflow', record: 1 })])
  })

  it('aligns and decorates', async () => {
    const bar = { text: 'MMMM', fontWeight: 900, fontSize: 40, underline: true, fill: '#ff0000', width: 380 }
    const [left, right] = await colorsAt(
      await print(card([textbox('MMMM', { ...bar, textAlign: 'right' })])),
      [
        [20, 46],
        [380, 49],
      ],
    )
    expect(left).toEqual([255, 255, 255])
    expect(right?.[0]).toBe(255)
    expect(right?.[1]).toBeLessThan(40)
  })

  it('does not print text twice for shadow, outline or clip', async () => {
    const more = {
      shadow: { color: '#000', blur: 4, offsetX: 3, offsetY: 3 },
      stroke: '#f00',
      strokeWidth: 2,
      paintFirst: 'stroke',
    }
    expect(await one('Once only', more)).toBe('Once only')
    const clip = textbox('CLIP', { left: -50, top: -10, width: 100 })
    const clipped = await print(
      card([{ type: 'Rect', left: 50, top: 50, width: 100, height: 40, clipPath: clip }]),
    )
    expect((await textOf(clipped))[0]).toBe('')
  })
})
