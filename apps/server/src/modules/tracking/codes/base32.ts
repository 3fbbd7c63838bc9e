/** Crockford's base32: no I, L, O, U, so that nothing is misread; upper case keeps a QR code in its alphanumeric mode. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const VALUES = new Map<string, number>([...ALPHABET].map((character, value) => [character, value]))
for (const [written, meant] of [
  ['O', 0],
  ['I', 1],
  ['L', 1],
] as const)
  VALUES.set(written, meant)

/** Five bits a character, most significant first; the last character is padded with zero bits. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = ((buffer << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(buffer >> bits) & 31]
    }
  }
  return bits > 0 ? text + ALPHABET[(buffer << (5 - bits)) & 31] : text
}

/** The bytes of a text, or undefined when a character is foreign or the padding bits are not zero (one code, one writing). */
export function decodeBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let buffer = 0
  let bits = 0
  let at = 0
  for (const character of text) {
    const value = VALUES.get(character)
    if (value === undefined) return undefined
    buffer = ((buffer << 5) | value) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (buffer >> bits) & 255
    }
  }
  return bits < 5 && (buffer & ((1 << bits) - 1)) === 0 ? bytes : undefined
}

/** A code as somebody typed it, in its one canonical writing: upper case, without hyphens and spaces, O as 0, I and L as 1. */
export function canonical(text: string): string {
  return text.toUpperCase().replace(/[-\s]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
}
