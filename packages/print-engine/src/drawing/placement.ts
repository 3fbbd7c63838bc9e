import { type BaseElement, originShare } from '../document/values.ts'
import { type Matrix, multiply, rotation, scaling, translation } from '../geometry/matrix.ts'

export interface Size {
  width: number
  height: number
}

/** Scale, flip and skew of an element about its centre, in Fabric's order. */
function dimensionsMatrix(e: BaseElement): Matrix {
  const tan = (degrees: number): number => Math.tan((degrees * Math.PI) / 180)
  let m = scaling(e.flipX ? -e.scaleX : e.scaleX, e.flipY ? -e.scaleY : e.scaleY)
  if (e.skewX) m = multiply(m, [1, 0, tan(e.skewX), 1, 0, 0])
  if (e.skewY) m = multiply(m, [1, tan(e.skewY), 0, 1, 0, 0])
  return m
}

/** Size of an element's box on its parent before turning; stroke counts even where none is drawn, as in Fabric. */
function placedSize(e: BaseElement, size: Size, stroke: Size): Size {
  const before = e.strokeUniform ? { width: 0, height: 0 } : stroke
  const after = e.strokeUniform ? stroke : { width: 0, height: 0 }
  const width = size.width + before.width
  const height = size.height + before.height
  if (!e.skewX && !e.skewY) {
    return { width: width * e.scaleX + after.width, height: height * e.scaleY + after.height }
  }
  const [a, b, c, d] = dimensionsMatrix({ ...e, flipX: false, flipY: false })
  return {
    width: Math.abs(a * width) + Math.abs(c * height) + after.width,
    height: Math.abs(b * width) + Math.abs(d * height) + after.height,
  }
}

/**
 * The transform from an element's own coordinates (centre at 0, 0) to those of its parent, as Fabric computes it from
 * left, top, origin, angle, scale, flip and skew.
 * @param stroke what the stroke adds to width and height; lines leave it out along their length.
 */
export function placement(e: BaseElement, size: Size, stroke?: Size): Matrix {
  const box = placedSize(e, size, stroke ?? { width: e.strokeWidth, height: e.strokeWidth })
  const turn = rotation(e.angle)
  const toCentre = translation(-originShare(e.originX) * box.width, -originShare(e.originY) * box.height)
  const centre = multiply(multiply(translation(e.left, e.top), turn), toCentre)
  return multiply(multiply(translation(centre[4], centre[5]), turn), dimensionsMatrix(e))
}
