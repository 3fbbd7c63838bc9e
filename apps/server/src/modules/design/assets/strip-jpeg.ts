/** Markers that stay: JFIF (APP0), colour profile (APP2), Adobe's colour transform (APP14). */
const KEPT_APP = new Set([0xe0, 0xe2, 0xee])
const COMMENT = 0xfe
const START_OF_SCAN = 0xda

/**
 * A JPEG without comments and without what cameras and programs write beside the picture (Exif with place and owner,
 * XMP, IPTC), pixel for pixel the same. What cannot be walked through is given back as it is.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return bytes
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === START_OF_SCAN) return Buffer.concat([...kept, bytes.subarray(at)])
    const end = at + 2 + view.getUint16(at + 2)
    if (end > bytes.length) return bytes
    const isApp = marker >= 0xe0 && marker <= 0xef
    if (marker !== COMMENT && (!isApp || KEPT_APP.has(marker))) kept.push(bytes.subarray(at, end))
    at = end
  }
  return bytes
}
