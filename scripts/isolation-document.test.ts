import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')
const page = readFileSync(path.join(root, 'docs/isolation.md'), 'utf8')

/** Tests that a text names as `file › title` and that are not there. */
function missing(text: string): string[] {
  return [...text.matchAll(/`([\w./-]+\.test\.ts) › ([^`]+)`/g)]
    .filter(([, file = '', title = '']) => {
      const full = path.join(root, file)
      if (!existsSync(full)) return true
      // A title in source may be split over two lines or stand in a template; what is quoted must stand as it is.
      return !readFileSync(full, 'utf8').includes(title)
    })
    .map(([named]) => named)
}

test('every test that docs/isolation.md names exists', () => {
  expect(missing(page)).toEqual([])
})

test('each invariant and each rule names a test', () => {
  for (let number = 1; number <= 10; number++) {
    const [, about = ''] = new RegExp(`\\*\\*I${number}\\*\\*([\\s\\S]*?)(?=\\*\\*I|## )`).exec(page) ?? []
    expect(about, `I${number}`).toContain('.test.ts › ')
  }
  for (const row of page.matchAll(/^\| ((?:RLS|ENC|AUT)[^|]*|pool) \|.*$/gm))
    expect(row[0], row[1]).toContain('.test.ts › ')
})

test('negative control: a test that is not there is found', () => {
  expect(missing('`scripts/check-boundaries.test.ts › no such title`')).toHaveLength(1)
  expect(missing('`scripts/no-such-file.test.ts › title`')).toHaveLength(1)
})
