import { expect, test } from 'vitest'
import { fontFacts } from './font-facts.ts'

const TABLES = ['OS/2', 'cmap', 'head', 'hmtx', 'maxp', 'name']

/** A font whose many name records all point at the same text of so many bytes: their own beginning, then `text`. */
function fontOf({ records, id, text }: { records: number; id: number; text: string | number }): Buffer {
  const start = 12 + TABLES.length * 16
  const texts = 6 + 12 * records
  const letters = typeof text === 'string' ? Buffer.from(text, 'utf16le').swap16() : Buffer.alloc(0)
  const font = Buffer.alloc(start + 100 + texts + letters.length)
  font.writeUInt32BE(0x0001_0000, 0)
  font.writeUInt16BE(TABLES.length, 4)
  for (const [i, tag] of TABLES.entries()) {
    font.write(tag, 12 + i * 16, 'latin1')
    font.writeUInt32BE(tag === 'name' ? start + 100 : start, 12 + i * 16 + 8)
  }
  const name = font.subarray(start + 100)
  name.writeUInt16BE(records, 2)
  name.writeUInt16BE(typeof text === 'string' ? texts : 0, 4)
  const length = typeof text === 'string' ? letters.length : text
  for (let i = 0; i < records; i++)
    for (const [at, value] of [3, 1, 0x409, id, length, 0].entries())
      name.writeUInt16BE(value, 6 + i * 12 + at * 2)
  letters.copy(name, texts)
  return font
}

test.each([1, 9_999])('60,000 names of 60 KB with number %i hold nobody up', id => {
  const font = fontOf({ records: 60_000, id, text: 60_000 })
  const start = performance.now()
  expect(fontFacts(font).family.length).toBeLessThanOrEqual(200)
  // Reading each of them takes minutes.
  expect(performance.now() - start).toBeLessThan(1_000)
})

test('a name loses what no database takes', () => {
  const font = fontOf({ records: 2, id: 1, text: 'Good\0 \ud83e Name\r\n' })
  expect(fontFacts(font).family).toBe('Good \ufffd Name')
})
