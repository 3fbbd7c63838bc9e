import { fontName } from '../pdf/resources.ts'
import { num, pdfName, utf16Hex } from '../pdf/syntax.ts'
import type { PdfWriter } from '../pdf/writer.ts'
import type { FontFace } from './face.ts'
import { subsetFont } from './subset.ts'

/** Writes a font with the glyphs that were drawn: Type 0, glyph numbers as codes, text layer by ToUnicode. */
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
  const type = cff ? '/CIDFontType0' : '/CIDFontType2/CIDToGIDMap/Identity'
  writer.object(
    descendant,
    `<</Type/Font/Subtype${type}/BaseFont${pdfName(name)}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ${descriptor} 0 R/DW 1000/W[${widthsOf(face, glyphs)}]>>`,
  )
  const toUnicode = writer.allocate()
  writer.stream(toUnicode, '', toUnicodeMap(face, glyphs))
  writer.object(
    writer.font(fontName(face.index)),
    `<</Type/Font/Subtype/Type0/BaseFont${pdfName(name)}/Encoding/Identity-H/DescendantFonts[${descendant} 0 R]/ToUnicode ${toUnicode} 0 R>>`,
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

/** Widths, runs of neighbouring glyphs together. */
function widthsOf(face: FontFace, glyphs: readonly number[]): string {
  let out = ''
  let previous = -2
  for (const glyph of glyphs) {
    if (glyph !== previous + 1) out += `${previous >= 0 ? ']' : ''}${glyph}[`
    else out += ' '
    out += perMille(face, face.font.glyphHAdvance(glyph))
    previous = glyph
  }
  return glyphs.length > 0 ? `${out}]` : ''
}

/** The text of each glyph. Glyphs without one (parts of clusters) are left out; /ActualText tells them. */
function toUnicodeMap(face: FontFace, glyphs: readonly number[]): string {
  const rows = glyphs.flatMap(glyph => {
    const text = face.glyphs.get(glyph)
    return text ? [`<${glyph.toString(16).toUpperCase().padStart(4, '0')}><${utf16Hex(text)}>`] : []
  })
  let body = ''
  // A section has at most 100 entries.
  for (let i = 0; i < rows.length; i += 100) {
    const part = rows.slice(i, i + 100)
    body += `${part.length} beginbfchar\n${part.join('\n')}\nendbfchar\n`
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000><FFFF>
endcodespacerange
${body}endcmap
CMapName currentdict /CMap defineresource pop
end
end
`
}
