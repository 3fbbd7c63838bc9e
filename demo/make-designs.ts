/**
 * Writes the design documents of the sample organization into `demo/designs`.
 *
 *     node demo/make-designs.ts
 *
 * The JSON is what the editor would save; it is made by program so that positions stay readable and repeatable.
 */
import { writeFile } from 'node:fs/promises'
import { designs, serialise } from './layout/designs.ts'

for (const [slug, design] of Object.entries(designs)) {
  await writeFile(new URL(`designs/${slug}.json`, import.meta.url), serialise(design))
  console.log(`designs/${slug}.json`)
}
