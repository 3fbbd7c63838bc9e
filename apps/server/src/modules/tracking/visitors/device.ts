import type { DeviceClass } from '@lettershop/contracts'

/** Kind of device by its user agent. An iPad that asks for desktop pages calls itself a Mac and counts as one. */
export function deviceClass(agent: string): DeviceClass {
  if (/ipad|tablet|kindle|silk\/|playbook|nexus (7|9|10)\b/i.test(agent)) return 'tablet'
  if (/android/i.test(agent)) return /mobile/i.test(agent) ? 'phone' : 'tablet'
  if (/iphone|ipod|windows phone|mobi|blackberry|bb10|kaios|opera mini/i.test(agent)) return 'phone'
  return /windows nt|macintosh|x11|cros|linux/i.test(agent) ? 'desktop' : 'other'
}

/** Host of the page that a visitor came from, or null; its path and query may tell too much. */
export function referrerHost(referrer: string | undefined): string | null {
  if (referrer === undefined || !URL.canParse(referrer)) return null
  const { hostname } = new URL(referrer)
  return hostname === '' || hostname.length > 253 ? null : hostname
}
