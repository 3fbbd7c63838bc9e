import { readFile, stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { designs, serialise } from './layout/designs.ts'
import type { FabricObject } from './layout/fabric.ts'

interface Zone {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Units at 96 to the inch from the artboard's top left corner (Lob's templates; DMM 202.5.1 for the bar code's zone). */
const zones: Readonly<Record<string, { address: Zone; barcode: Zone }>> = {
  'spring-opening': {
    address: { left: 258.4, top: 156, right: 573.6, bottom: 384 },
    barcode: { left: 132, top: 336, right: 588, bottom: 396 },
  },
  'long-evenings': {
    address: { left: 477.6, top: 348, right: 861.6, bottom: 576 },
    barcode: { left: 420, top: 528, right: 876, bottom: 588 },
  },
}

const number = (object: FabricObject, name: string): number => Number(object[name] ?? 0)

/** Whether an object's box reaches into a zone; the panel on the left is a path with a step, judged by its points. */
function touches(object: FabricObject, zone: Zone): boolean {
  const [left, top] = [number(object, 'left'), number(object, 'top')]
  const inside = (x: number, y: number): boolean =>
    x > zone.left && x < zone.right && y > zone.top && y < zone.bottom
  if (Array.isArray(object['path']) && object['fill'] !== null) {
    const commands: unknown[][] = object['path'].filter(Array.isArray)
    return commands.some(command => inside(Number(command.at(-2)), Number(command.at(-1))))
  }
  const right = left + number(object, 'width') * Number(object['scaleX'] ?? 1)
  const bottom = top + number(object, 'height') * Number(object['scaleY'] ?? 1)
  return left < zone.right && right > zone.left && top < zone.bottom && bottom > zone.top
}

test.each(Object.entries(designs))('the file of %s is what the program writes', async (slug, design) => {
  expect(await readFile(new URL(`designs/${slug}.json`, import.meta.url), 'utf8')).toBe(serialise(design))
})

test.each(Object.entries(designs))('the fonts and pictures of %s lie beside it', async (_, design) => {
  const sources = [...serialise(design).matchAll(/"(?:src|file)": "([^"]+)"/g)].map(([, path = '']) => path)
  expect(sources.length).toBeGreaterThan(4)
  for (const source of sources)
    expect((await stat(new URL(`designs/${source}`, import.meta.url))).size).toBeGreaterThan(0)
})

test.each(Object.entries(zones))(
  'only postal matter stands in the address zone of %s',
  (slug, { address, barcode }) => {
    const back = designs[slug === 'spring-opening' ? slug : 'long-evenings'].pages[1]?.canvas.objects ?? []
    const inAddress = back.filter(object => touches(object, address))
    // Return address, frame and text of the indicia, address block.
    expect(inAddress.map(object => object['text'] ?? object.type)).toEqual([
      expect.stringContaining('Glasshouse Lane'),
      'Path',
      expect.stringContaining('U.S. POSTAGE'),
      expect.stringContaining('address_line1'),
    ])
    expect(back.filter(object => touches(object, barcode))).toEqual([])
  },
)

test('the zone check sees a text that is moved into the zone', () => {
  const intruder: FabricObject = { type: 'Textbox', left: 300, top: 300, width: 50, height: 20 }
  expect(touches(intruder, { left: 258.4, top: 156, right: 573.6, bottom: 384 })).toBe(true)
})
