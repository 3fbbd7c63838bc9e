import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { compile } from '../index.ts'
import { card } from '../testing/pdf.ts'

const svg = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="9000">${inside}</svg>`
const noise = svg(
  '<filter id="f"><feTurbulence baseFrequency="0.5" numOctaves="10"/></filter><rect width="9000" height="9000" filter="url(#f)"/>',
)
const findingOf = async (bytes: Uint8Array | string, more = {}) => {
  const src = `data:image/svg+xml;base64,${Buffer.from(bytes).toString('base64')}`
  return (await compile(card([{ type: 'Image', width: 10, height: 10, src, ...more }]))).findings[0]
}

test.each([
  ['noise of 81 million pixels, which takes minutes', noise],
  ['packed', gzipSync(noise)],
  ['in UTF-16', Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${noise}`, 'utf16le')],
  ['as a style', svg('<rect style="filter:blur(300)" width="9" height="9"/>')],
  ['as a style in references', svg('<rect style="&#102;i&#x6C;ter:blur(300)" width="9" height="9"/>')],
  [
    'as a style with an escape',
    svg('<style>rect{\\66ilter:blur(300px)}</style><rect width="9" height="9"/>'),
  ],
  ['in an entity', `<!DOCTYPE svg [<!ENTITY f "x">]>${svg('<text>&f;</text>')}`],
])('a drawing with filters is refused at once: %s', async (_, bytes) => {
  const start = performance.now()
  const refused = { rule: 'asset_invalid', severity: 'error' }
  expect(await findingOf(bytes)).toMatchObject(refused)
  expect(await findingOf(bytes, { filters: [{ type: 'Grayscale' }] })).toMatchObject(refused)
  expect(performance.now() - start).toBeLessThan(5_000)
})

test('negative control: a drawing without is printed', async () => {
  const plain = svg('<rect width="9" height="9" fill="red"/>').replaceAll('9000', '90')
  expect(await findingOf(plain)).toBeUndefined()
})
