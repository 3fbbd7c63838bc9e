/**
 * The address that a printed code carries. Upper case throughout where the address allows it (scheme and host know no
 * case, and our path /R/ is read in both): a QR code in its alphanumeric mode is a third smaller, so it reads from
 * further away.
 * @param publicUrl address of the installation, without a slash at the end
 */
export function trackingUrl(publicUrl: string): (code: string) => string {
  const { pathname } = new URL(publicUrl)
  const base = pathname === '/' ? publicUrl.toUpperCase() : publicUrl
  return code => `${base}/R/${code}`
}
