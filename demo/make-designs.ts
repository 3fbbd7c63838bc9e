/**
 * Writes the design documents of the sample organization into `demo/designs`.
 *
 *     node demo/make-designs.ts
 *
 * The JSON is what the editor would save; it is made by program so that positions stay readable and repeatable.
 */
import { writeFile } from 'node:fs/promises'
import { clubLetter } from './layout/club-letter.ts'
import { longEvenings } from './layout/long-evenings.ts'
import { springOpening } from './layout/spring-opening.ts'

const designs = { 'spring-opening': springOpening, 'long-evenings': longEvenings, 'club-letter': clubLetter }

for (const [slug, design] of Object.entries(designs)) {
  const file = new URL(`designs/${slug}.json`, import.meta.url)
  await writeFile(
    file,
    `${JSON.stringify(design, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(4)) : value), 2)}\n`,
  )
  console.log(`designs/${slug}.json`)
}
