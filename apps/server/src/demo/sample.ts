import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the sample organization: designs, images, fonts, lists. */
export const SAMPLE = fileURLToPath(new URL('../../../../demo/', import.meta.url))

export const LIST = path.join(SAMPLE, 'lists/spring-opening-1000.csv')

/** Files that the designs name, under the names that they use. */
export function sampleAssets(): { name: string; kind: 'image' | 'font'; file: string; mediaType: string }[] {
  const files = (folder: string, ending: RegExp) =>
    readdirSync(path.join(SAMPLE, 'designs', folder))
      .filter(name => ending.test(name))
      .sort()
      .map(name => ({ name: `${folder}/${name}`, file: path.join(SAMPLE, 'designs', folder, name) }))
  return [
    ...files('images', /\.jpe?g$/).map(one => ({ ...one, kind: 'image' as const, mediaType: 'image/jpeg' })),
    ...files('fonts', /\.ttf$/).map(one => ({ ...one, kind: 'font' as const, mediaType: 'font/ttf' })),
  ]
}

/** A JSON file of the sample. */
export function readSample<T>(name: string): T {
  return JSON.parse(readFileSync(path.join(SAMPLE, name), 'utf8'))
}

export const DESIGNS = [
  { file: 'designs/spring-opening.json', name: 'Spring opening', category: 'Invitation' },
  { file: 'designs/long-evenings.json', name: 'Long evenings', category: 'Event' },
  { file: 'designs/club-letter.json', name: 'Letter to the club', category: 'Letter' },
] as const

export const ORGANIZATION = { name: 'Tamarack & Wren', slug: 'tamarack' } as const
