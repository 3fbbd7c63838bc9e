import type { Design } from '../document/design.ts'
import type { Matrix } from '../geometry/matrix.ts'
import { nums } from '../pdf/syntax.ts'

const POINTS_PER_INCH = 72

/** The boxes of a page in points, and the way from canvas units to them. */
export interface PageGeometry {
  width: number
  height: number
  /** Canvas units to points; turns the y axis up. */
  matrix: Matrix
  /** The artboard in canvas units: left, top, right, bottom. */
  artboard: readonly [number, number, number, number]
  /** /MediaBox, /BleedBox and /TrimBox. */
  boxes: string
}

/** The geometry that all pages of a design share. The media is the bleed box: marks would make it larger. */
export function geometryOf({ format, document }: Design): PageGeometry {
  const bleed = format.bleed * POINTS_PER_INCH
  const width = format.width * POINTS_PER_INCH + 2 * bleed
  const height = format.height * POINTS_PER_INCH + 2 * bleed
  const scale = POINTS_PER_INCH / document.dpi
  const media = nums([0, 0, width, height], 4)
  const trim = nums([bleed, bleed, width - bleed, height - bleed], 4)
  return {
    width,
    height,
    matrix: [scale, 0, 0, -scale, 0, height],
    artboard: [0, 0, width / scale, height / scale],
    boxes: `/MediaBox[${media}]/BleedBox[${media}]/TrimBox[${trim}]`,
  }
}
