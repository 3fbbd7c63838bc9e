/**
 * Builders of Fabric.js objects (version 6 JSON), so that a design is written in plain positions and comes out as an
 * editor would have saved it: every object says its origin, its size and that it has no stroke.
 */
import { type Box, bounds } from './path-bounds.ts'

export type FabricObject = { readonly type: string; readonly [property: string]: unknown }
type More = { readonly [property: string]: unknown }

const base = { originX: 'left', originY: 'top', strokeWidth: 0 } as const

export const rect = (left: number, top: number, width: number, height: number, more: More): FabricObject => ({
  type: 'Rect',
  ...base,
  left,
  top,
  width,
  height,
  ...more,
})

/** A circle by its middle. */
export const circle = (
  x: number,
  y: number,
  radius: number,
  more: More & { strokeWidth?: number },
): FabricObject => {
  const half = (more.strokeWidth ?? 0) / 2
  return {
    type: 'Circle',
    ...base,
    left: x - radius - half,
    top: y - radius - half,
    width: radius * 2,
    height: radius * 2,
    radius,
    ...more,
  }
}

export const line = (
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  more: More & { strokeWidth: number },
): FabricObject => path(`M ${x1} ${y1} L ${x2} ${y2}`, { fill: null, ...more })

/** A path in page coordinates (absolute M, L, C, Q, Z only); left and top follow from its bounding box. */
export function path(data: string, more: More & { strokeWidth?: number }): FabricObject {
  const commands = [...data.matchAll(/([MLCQZ])([^MLCQZ]*)/g)].map(([, letter = '', rest = '']) => [
    letter,
    ...rest
      .trim()
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(Number),
  ])
  const box: Box = bounds(commands)
  const half = (more.strokeWidth ?? 0) / 2
  return {
    type: 'Path',
    ...base,
    ...box,
    left: box.left - half,
    top: box.top - half,
    path: commands,
    ...more,
  }
}

export interface TextStyle {
  readonly size: number
  readonly fill: string
  readonly family?: string
  readonly weight?: number
  readonly italic?: boolean
  readonly align?: 'left' | 'center' | 'right'
  readonly leading?: number
  readonly tracking?: number
  /** Lines that the box has room for; its height follows (and `fit: shrink` keeps to it). */
  readonly lines?: number
  readonly lettershop?: More
}

/** A text box. The height is Fabric's own: 1.13 em a line, all lines but the last times the leading. */
export function text(
  left: number,
  top: number,
  width: number,
  content: string,
  style: TextStyle,
): FabricObject {
  const leading = style.leading ?? 1.16
  const lines = style.lines ?? content.split('\n').length
  return {
    type: 'Textbox',
    ...base,
    left,
    top,
    width,
    height: Number((style.size * 1.13 * ((lines - 1) * leading + 1)).toFixed(2)),
    text: content,
    fontFamily: style.family ?? 'Commissioner',
    fontWeight: style.weight ?? 400,
    fontStyle: style.italic ? 'italic' : 'normal',
    fontSize: style.size,
    lineHeight: leading,
    charSpacing: style.tracking ?? 0,
    textAlign: style.align ?? 'left',
    fill: style.fill,
    ...(style.lettershop ? { lettershop: style.lettershop } : {}),
  }
}

/** A group of objects that are placed on a board of `width` x `height`; Fabric counts theirs from its middle. */
export const group = (
  left: number,
  top: number,
  width: number,
  height: number,
  objects: readonly FabricObject[],
  more: More = {},
): FabricObject => ({
  type: 'Group',
  ...base,
  left,
  top,
  width,
  height,
  objects: objects.map(object => ({
    ...object,
    left: Number(object['left']) - width / 2,
    top: Number(object['top']) - height / 2,
  })),
  ...more,
})

/** A picture that fills the given width and height; `pixels` is the size of its file. */
export const image = (
  left: number,
  top: number,
  width: number,
  height: number,
  src: string,
  pixels: { width: number; height: number },
): FabricObject => ({
  type: 'Image',
  ...base,
  left,
  top,
  ...pixels,
  scaleX: width / pixels.width,
  scaleY: height / pixels.height,
  src,
})

/** A straight blend of colours, in shares of the object's own size. */
export const gradient = (from: [number, number], to: [number, number], ...colours: string[]): More => ({
  type: 'linear',
  gradientUnits: 'percentage',
  coords: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
  colorStops: colours.map((color, i) => ({ offset: i / (colours.length - 1), color })),
})
