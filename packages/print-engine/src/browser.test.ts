import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { readDesign, variablesOf } from './browser.ts'

const here = dirname(fileURLToPath(import.meta.url))

/** Packages that every file reachable from `entry` needs when it runs. */
function packagesOf(entry: string, seen = new Set<string>(), found = new Set<string>()): Set<string> {
  if (seen.has(entry)) return found
  seen.add(entry)
  const source = readFileSync(entry, 'utf8')
  for (const [, clause = '', from = ''] of source.matchAll(
    /^(?:import|export) ([^;'"]*?) from '([^']+)'/gm,
  )) {
    const names = /^\{([^}]*)\}$/.exec(clause.trim())?.[1]
    const typesOnly =
      clause.startsWith('type ') || names?.split(',').every(n => !n.trim() || n.trim().startsWith('type '))
    if (typesOnly) continue
    if (from.startsWith('.')) packagesOf(resolve(dirname(entry), from), seen, found)
    else found.add(from)
  }
  return found
}

it('the browser part needs no Node, no fonts, no HarfBuzz', () => {
  expect([...packagesOf(resolve(here, 'browser.ts'))].sort()).toEqual(['bidi-js', 'liquidjs', 'zod'])
  // Negative control: the other entry point does need them.
  const all = packagesOf(resolve(here, 'index.ts'))
  for (const name of ['node:zlib', 'sharp', 'harfbuzzjs']) expect(all).toContain(name)
})

it('reads documents and lists variables', () => {
  const design = {
    objects: [{ type: 'Textbox', text: 'Hi {{ first_name | default: nick }}, {% if member %}x{% endif %}' }],
  }
  expect(readDesign(design, { size: '6x4in' }).findings).toEqual([])
  expect(variablesOf(design)).toEqual(['first_name', 'member', 'nick'])
  expect(variablesOf('no design')).toEqual([])
})
