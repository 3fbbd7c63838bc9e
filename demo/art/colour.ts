/** The house colours of Tamarack & Wren, the invented company of the demo. */
export const house = {
  forest: '#16382d',
  moss: '#4f7446',
  sage: '#a9c09a',
  cream: '#fcf5e5',
  poppy: '#d9502f',
  marigold: '#f0a43a',
  rose: '#e394a0',
  lilac: '#a992c4',
} as const

const channels = (hex: string): number[] => [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16))

/**
 * Mixes two colours.
 * @param share 0 gives `a`, 1 gives `b`; values outside are cut
 */
export function mix(a: string, b: string, share: number): string {
  const s = Math.min(1, Math.max(0, share))
  const to = channels(b)
  const mixed = channels(a).map((value, i) => Math.round(value + ((to[i] ?? 0) - value) * s))
  return `#${mixed.map(value => value.toString(16).padStart(2, '0')).join('')}`
}
