import { fontName } from '../pdf/resources.ts'
import { num, pdfName, utf16Hex } from '../pdf/syntax.ts'
import type { PdfWriter } from '../pdf/writer.ts'
import { codeHex, codeSpace } from './codes.ts'
import type { FontFace } from './face.ts'
import { subsetFont } from './subset.ts'

/** Writes a font with the glyphs that were drawn: Type 0, codes as `codes.ts` says, text layer by ToUnicode. */
export function embedFont(face: FontFace, writer: PdfWriter): void {
  const glyphs = [...face.glyphs.keys()].sort((a, b) => a - b)
  const cff = face.isCff
  const subset = subsetFont(face.bytes, glyphs) ?? face.bytes
  const file = writer.allocate()
  writer.stream(file, cff ? '/Subtype/OpenType' : `/Length1 ${subset.length}`, subset)
  const name = `${subsetTag(glyphs)}+${postScriptName(face)}`
  const descriptor = writer.allocate()
  writer.object(descriptor, descriptorOf(face, name, `/FontFile${cff ? 3 : 2} ${file} 0 R`))
  const descendant = writer.allocate()
  let encoding = '/Identity-H'
  let toGlyphs = '/Identity'
  if (face.compact) {
    const codes = writer.allocate()
    writer.stream(codes, `/Type/CMap/CMapName/${ENCODING}/CIDSystemInfo${SYSTEM}`, COMPACT_CMAP)
    const map = writer.allocate()
    writer.stream(map, '', glyphMap(face, glyphs))
    encoding = ` ${codes} 0 R`
    toGlyphs = ` ${map} 0 R`
  }
  const type = cff ? '/CIDFontType0' : `/CIDFontType2/CIDToGIDMap${toGlyphs}`
  writer.object(
    descendant,
    `<</Type/Font/Subtype${type}/BaseFont${pdfName(name)}/CIDSystemInfo${SYSTEM}/FontDescriptor ${descriptor} 0 R/DW 1000/W[${widthsOf(face, glyphs)}]>>`,
  )
  const toUnicode = writer.allocate()
  writer.stream(toUnicode, '', toUnicodeMap(face, glyphs))
  writer.object(
    writer.font(fontName(face.index)),
    `<</Type/Font/Subtype/Type0/BaseFont${pdfName(name)}/Encoding${encoding}/DescendantFonts[${descendant} 0 R]/ToUnicode ${toUnicode} 0 R>>`,
  )
}

/** Six letters that tell subsets apart (ISO 32000-1, 9.6.4), from the glyphs in them. */
function subsetTag(glyphs: readonly number[]): string {
  let hash = 7
  for (const glyph of glyphs) hash = (hash * 31 + glyph) % 308_915_776
  let tag = ''
  for (let i = 0; i < 6; i++) {
    tag += String.fromCharCode(65 + (hash % 26))
    hash = Math.floor(hash / 26)
  }
  return tag
}

function postScriptName(face: FontFace): string {
  const name = face.hbFace.getName(6, 'en') || face.name.family
  return name.replace(/[^A-Za-z0-9-]/g, '').slice(0, 60) || 'Font'
}

const perMille = (face: FontFace, units: number): string => num((units * 1000) / face.upem, 2)

function descriptorOf(face: FontFace, name: string, file: string): string {
  const { ascender, descender } = face.font.hExtents()
  const box = face.hbFace.referenceTable('head')
  const view = box && box.length >= 44 ? new DataView(box.buffer, box.byteOffset) : undefined
  const corners = [36, 38, 40, 42].map(at => perMille(face, view?.getInt16(at) ?? 0)).join(' ')
  const italic = face.name.italic
  const flags = 4 | (italic ? 64 : 0)
  const capital = face.font.glyphExtents(face.font.nominalGlyph(0x48) ?? 0)?.yBearing ?? ascender
  const stem = 50 + Math.round(((face.name.weight - 50) / 65) ** 2)
  return `<</Type/FontDescriptor/FontName${pdfName(name)}/Flags ${flags}/FontBBox[${corners}]/ItalicAngle ${italic ? -12 : 0}/Ascent ${perMille(face, ascender)}/Descent ${perMille(face, descender)}/CapHeight ${perMille(face, capital)}/StemV ${stem}${file}>>`
}

/** Widths by CID, runs of neighbours together. */
function widthsOf(face: FontFace, glyphs: readonly number[]): string {
  const byCode = glyphs.map(glyph => [face.codeOf(glyph), glyph] as const).sort(([a], [b]) => a - b)
  let out = ''
  let previous = -2
  for (const [code, glyph] of byCode) {
    if (code !== previous + 1) out += `${previous >= 0 ? ']' : ''}${code}[`
    else out += ' '
    out += perMille(face, face.font.glyphHAdvance(glyph))
    previous = code
  }
  return glyphs.length > 0 ? `${out}]` : ''
}

const ENCODING = 'Lettershop-Glyphs'
const SYSTEM = '<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>'

/** A section of a CMap has at most 100 entries. */
function sections(rows: readonly string[]): string {
  let body = ''
  for (let i = 0; i < rows.length; i += 100) {
    const part = rows.slice(i, i + 100)
    body += `${part.length} beginbfchar\n${part.join('\n')}\nendbfchar\n`
  }
  return body
}

const cmap = (
  name: string,
  type: number,
  ordering: string,
  compact: boolean,
  body: string,
): string => `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (${ordering}) /Supplement 0>> def
/CMapName /${name} def
/CMapType ${type} def
/WMode 0 def
${codeSpace(compact)}${body}endcmap
CMapName currentdict /CMap defineresource pop
end
end
`

/** The CMap of compact codes: each code is the CID of the same value. */
const COMPACT_CMAP = cmap(
  ENCODING,
  1,
  'Identity',
  true,
  '2 begincidrange\n<20><7E> 32\n<8000><FEFF> 32768\nendcidrange\n',
)

/** From CIDs to glyph numbers, two bytes each. */
function glyphMap(face: FontFace, glyphs: readonly number[]): Uint8Array {
  const last = Math.max(0, ...glyphs.map(glyph => face.codeOf(glyph)))
  const map = new Uint8Array(2 * (last + 1))
  for (const glyph of glyphs) {
    const code = face.codeOf(glyph)
    map[2 * code] = glyph >> 8
    map[2 * code + 1] = glyph & 255
  }
  return map
}

/**
 * From codes to text. Glyphs without text of their own (parts of clusters, which /ActualText tells) are zero width
 * spaces: left out, some readers take their code for a character.
 */
function toUnicodeMap(face: FontFace, glyphs: readonly number[]): string {
  const rows = glyphs.map(glyph => {
    const text = face.glyphs.get(glyph) || '\u200b'
    return `<${codeHex(face.codeOf(glyph), face.compact)}><${utf16Hex(text)}>`
  })
  return cmap('Adobe-Identity-UCS', 2, 'UCS', face.compact, sections(rows))
}
