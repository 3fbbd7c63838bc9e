/**
 * What a drawing may not ask for, or undefined. Filters cost minutes of a thread for 300 bytes of drawing, and nothing
 * stops them once begun; entities and escapes could hide one.
 */
export function svgFault(bytes: Uint8Array): string | undefined {
  const raw = Buffer.from(bytes).toString('utf8')
  // Packed, or written in UTF-16: nobody can look into it.
  if (!raw.includes('<svg') || raw.includes('\0')) return 'is packed or in another encoding than UTF-8'
  const text = raw.replaceAll(/&#(x?)([0-9a-f]+);/gi, (_, hex: string, digits: string) =>
    character(Number.parseInt(digits, hex === '' ? 10 : 16)),
  )
  if (/<!ENTITY/i.test(text)) return 'defines entities'
  if (/<\s*(?:[\w-]+:)?filter\b|\bfilter\s*[:=]|\\/i.test(text)) return 'uses filter effects or escapes'
  return undefined
}

const character = (code: number) => (code <= 0x10_ffff ? String.fromCodePoint(code) : '')
