import type { FastifyRequest } from 'fastify'
import type { AuthSettings } from './settings.ts'

type Asked = Pick<FastifyRequest, 'headers' | 'protocol'>

/**
 * True for a request of a page of ours. In development the page may have been opened under any name or port of this
 * machine; then the browser itself says that page and request have the same origin.
 */
export function isOwnOrigin(settings: AuthSettings, { headers, protocol }: Asked): boolean {
  const { origin, host } = headers
  if (origin === undefined) return false
  return (
    settings.trustedOrigins.includes(origin) ||
    (settings.acceptSameHost && origin === `${protocol}://${host}`)
  )
}

/**
 * True for a request that a page of another site made. A cookie travels with it; what changes something must come
 * from our own pages (ASVS 3.5.1). SameSite=Lax already keeps most of it away; landing pages on a neighbouring host
 * are the rest. Programs send neither header and carry no cookie of a victim.
 */
export function comesFromForeignPage(settings: AuthSettings, request: Asked): boolean {
  if (request.headers.origin === undefined) return request.headers['sec-fetch-site'] === 'cross-site'
  return !isOwnOrigin(settings, request)
}
