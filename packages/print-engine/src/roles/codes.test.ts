import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../index.ts'
import { card, colorsAt, print, qrOf, sourceOf } from '../testing/pdf.ts'

const qr = (value: string, more = {}) =>
  card([
    { type: 'Rect', left: 100, top: 50, width: 200, height: 200, lettershop: { role: 'qr', value, ...more } },
  ])

describe('codes', () => {
  it('every QR code is read back from the picture of its page', { timeout: 60_000 }, async () => {
    const link = fc
      .tuple(fc.webUrl({ withQueryParameters: true }), fc.string({ unit: 'grapheme', maxLength: 12 }))
      .map(([url, tail]) => (url + tail).trim())
    const samples = fc.sample(link, { numRuns: 25, seed: 3 })
    const job = await compile(qr('{{ v }}'))
    for (const v of samples) expect(await qrOf(await job.renderOne({ v }), 0)).toBe(v.toWellFormed())
  })

  it('is a stencil of one bit a module or one path, within its quiet zone, in the colours asked for', async () => {
    const pdf = await print(qr('https://x.test', { color: '#003300', background: '#ffffee' }))
    const path = await print(qr('https://x.test', { color: '#003300', background: '#ffffee', vector: true }))
    expect(sourceOf(pdf)).toContain('/IM true')
    expect(sourceOf(path)).not.toContain('/IM true')
    for (const file of [pdf, path]) {
      expect(await qrOf(file, 0)).toBe('https://x.test')
      const [corner, finder] = await colorsAt(file, [
        [104, 54],
        [131, 81],
      ])
      expect(corner).toEqual([255, 255, 238])
      expect(finder).toEqual([0, 51, 0])
    }
    expect(await qrOf(await print(qr('bare', { quietZone: 0, background: null })), 0)).toBe('bare')
  })

  it('says when a value cannot be coded', async () => {
    expect((await compile(qr(' '))).findings[0]).toMatchObject({ rule: 'code_invalid' })
    expect((await compile(qr('x'.repeat(5000)))).findings[0]?.message).toContain('too long')
  })

  it('draws Code 128 and Data Matrix as vectors', async () => {
    const code = (symbology: string, value: string) =>
      card([
        {
          type: 'Rect',
          left: 20,
          top: 20,
          width: 300,
          height: 80,
          lettershop: { role: 'barcode', symbology, value },
        },
      ])
    const bars = sourceOf(await print(code('code128', 'LETTER-42')))
    // START, nine characters, check sum: 3 bars each; STOP has 4.
    expect(bars.match(/ re$/gm)?.length).toBe(1 + 11 * 3 + 4)
    const matrix = sourceOf(await print(code('datamatrix', 'LETTER-42')))
    expect(matrix.match(/ 1 re$/gm)?.length).toBeGreaterThan(30)
    expect((await compile(code('morse', 'x'))).findings[0]?.message).toContain('morse')
    expect((await compile(code('code128', ''))).findings[0]).toMatchObject({ rule: 'code_invalid' })
  })
})
