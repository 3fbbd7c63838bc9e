/**
 * Paints the pictures of the sample organization into `demo/designs/images`.
 *
 *     node demo/make-images.ts
 *
 * No photograph and no model is used: shapes, light, haze and depth of field are computed, from fixed seeds.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { paint } from './art/paint.ts'
import { summerBorder } from './art/scene-border.ts'
import { glasshouseMorning } from './art/scene-glasshouse.ts'

const folder = new URL('designs/images/', import.meta.url)

const pictures = [
  { file: 'glasshouse-morning.jpg', quality: 80, picture: glasshouseMorning() },
  { file: 'summer-border.jpg', quality: 76, picture: summerBorder() },
]

await mkdir(folder, { recursive: true })
for (const { file, quality, picture } of pictures) {
  const bytes = await paint(picture.layers, picture.width, picture.height, quality)
  await writeFile(new URL(file, folder), bytes)
  console.log(`${file}  ${picture.width} x ${picture.height}  ${Math.round(bytes.length / 1024)} kB`)
}
