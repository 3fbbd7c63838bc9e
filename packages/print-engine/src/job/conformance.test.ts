import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { compile } from '../index.ts'
import { card, print, textbox, textOf } from '../testing/pdf.ts'

/** Other people's files, which are not part of this repository; `.ci/run` passes their folder. */
const root = join(dirname(fileURLToPath(import.meta.url)), '../../../..')
const shared = process.env['LETTERSHOP_SHARED'] ?? join(root, '../shared')
const folder = join(shared, 'data/fabric')
const there = existsSync(folder)
if (!there)
  console.log(`conformance: ${folder} is not there, its designs are not tried (set LETTERSHOP_SHARED)`)

describe.runIf(there)('designs of other people', () => {
  const files = there ? readdirSync(folder).filter(name => name.endsWith('.json')) : []

  it.each(files)('%s prints', async name => {
    const design: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'))
    const job = await compile(design, { size: '600x800px' })
    expect(job.findings.filter(f => f.severity === 'error')).toEqual([])
    const pdf = await job.renderOne({})
    expect(await textOf(pdf)).toHaveLength(1)
    expect(Buffer.from(pdf.subarray(0, 8)).toString()).toBe('%PDF-1.6')
  })
})

describe('naughty strings', () => {
  /** Our own list: what breaks writers, parsers and shapers. */
  const strings = [
    '',
    ' ',
    '\t',
    '\n\n\n',
    '\r\n',
    '\u0000',
    '\u00a0',
    '\u200b\u200d\ufeff',
    '\u202egnp.exe',
    '((((',
    '))))',
    '\\\\(',
    '<<>>',
    '%PDF',
    'endstream endobj',
    '{{',
    '}}',
    '{% if %}',
    "'; drop table",
    '<script>',
    '&amp;',
    '../../etc',
    '1e309',
    'NaN',
    '-0',
    '𝒳𝒴𝒵',
    '👩‍👩‍👧‍👦',
    '🏳️‍🌈',
    'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L',
    '﷽',
    'ﬁ',
    'İıẞß',
    '\ud83d',
    'x'.repeat(3000),
    'ก็็็็็็็็็็็็็็',
    '田中さん',
    'ਗੁਰਮੁਖੀ',
    '\u{1f1e9}\u{1f1ea}',
    'a\u0301\u0302\u0303\u0304',
    '１２３',
    '٠١٢',
    'Ｔｈｅ',
    '˙ɐnbᴉlɐ',
  ]

  it('all print, in text and in styled text', async () => {
    const styles = [{ start: 0, end: 3, style: { fontWeight: 'bold' } }]
    const job = await compile(
      card([
        textbox('a {{ v }}', { styles }),
        textbox('{{ v }}', { top: 100, textAlign: 'justify', charSpacing: 50 }),
      ]),
    )
    for (const v of strings)
      expect(await textOf(await job.renderOne({ v })), JSON.stringify(v)).toHaveLength(1)
  })

  it('print as typed in the design, or are named', async () => {
    for (const text of strings) {
      const job = await compile(card([textbox(text)]))
      const broken = job.findings.some(f => f.severity === 'error')
      if (broken) expect(job.findings[0]?.rule).toBe('template_invalid')
      else expect((await print(card([textbox(text)]))).length).toBeGreaterThan(300)
    }
  })
})
