import { readFileSync } from 'node:fs'

/** The functions of HarfBuzz's subsetter that are used here (hb-subset.h); harfbuzzjs ships it without bindings. */
interface SubsetExports {
  memory: { buffer: ArrayBuffer }
  malloc(size: number): number
  free(pointer: number): void
  hb_blob_create(data: number, length: number, mode: number, user: number, destroy: number): number
  hb_blob_destroy(blob: number): void
  hb_blob_get_length(blob: number): number
  hb_blob_get_data(blob: number, length: number): number
  hb_face_create(blob: number, index: number): number
  hb_face_destroy(face: number): void
  hb_face_reference_blob(face: number): number
  hb_subset_input_create_or_fail(): number
  hb_subset_input_destroy(input: number): void
  hb_subset_input_glyph_set(input: number): number
  hb_subset_input_set(input: number, which: number): number
  hb_subset_input_set_flags(input: number, flags: number): void
  hb_subset_or_fail(face: number, input: number): number
  hb_set_add(set: number, value: number): void
}

/** Node has it; the type definitions that this repository uses (no DOM) do not. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object) => { exports: unknown }
}

const DROP_TABLE_SET = 3
/** No hinting, glyph numbers kept (they are the character codes of the PDF), outline of .notdef kept. */
const FLAGS = 0x1 | 0x2 | 0x40
/** A PDF font needs outlines and metrics only; without variation tables a variable font is its default style. */
const DROPPED = [
  'GSUB',
  'GPOS',
  'GDEF',
  'BASE',
  'JSTF',
  'MATH',
  'name',
  'OS/2',
  'STAT',
  'post',
  'cmap',
  'DSIG',
  'gasp',
  'kern',
  'fvar',
  'gvar',
  'avar',
  'HVAR',
  'VVAR',
  'MVAR',
  'cvar',
  'SVG ',
  'COLR',
  'CPAL',
  'CBDT',
  'CBLC',
  'sbix',
  'meta',
]

let loaded: SubsetExports | undefined

function subsetter(): SubsetExports {
  if (!loaded) {
    const file = new URL(import.meta.resolve('harfbuzzjs/dist/harfbuzz-subset.wasm'))
    const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)))
    loaded = instance.exports as SubsetExports
  }
  return loaded
}

const tag = (text: string): number => [...text].reduce((sum, c) => ((sum << 8) | c.charCodeAt(0)) >>> 0, 0)

/**
 * The font file with only these glyphs, at their own numbers.
 * @returns undefined where HarfBuzz cannot subset the font.
 */
export function subsetFont(bytes: Uint8Array, glyphs: Iterable<number>): Uint8Array | undefined {
  const hb = subsetter()
  const pointer = hb.malloc(bytes.length)
  new Uint8Array(hb.memory.buffer).set(bytes, pointer)
  const blob = hb.hb_blob_create(pointer, bytes.length, 2, 0, 0)
  const face = hb.hb_face_create(blob, 0)
  hb.hb_blob_destroy(blob)
  const input = hb.hb_subset_input_create_or_fail()
  const set = hb.hb_subset_input_glyph_set(input)
  for (const glyph of glyphs) hb.hb_set_add(set, glyph)
  for (const table of DROPPED) hb.hb_set_add(hb.hb_subset_input_set(input, DROP_TABLE_SET), tag(table))
  hb.hb_subset_input_set_flags(input, FLAGS)
  const subset = hb.hb_subset_or_fail(face, input)
  hb.hb_subset_input_destroy(input)
  let result: Uint8Array | undefined
  if (subset) {
    const out = hb.hb_face_reference_blob(subset)
    const start = hb.hb_blob_get_data(out, 0)
    result = new Uint8Array(hb.memory.buffer).slice(start, start + hb.hb_blob_get_length(out))
    hb.hb_blob_destroy(out)
    hb.hb_face_destroy(subset)
  }
  hb.hb_face_destroy(face)
  hb.free(pointer)
  return result
}
