import type { Config } from '#platform/config/config.ts'

/**
 * Where an organization's pages are for this visitor: an origin of their own, which shares nothing with the
 * application. Locally that is `http://{org}.localhost`, a name that only browsers on this machine know: whoever came
 * by an address in numbers or by another name gets the same pages under a path.
 * @param host `Host` of the request
 * @returns without a slash at the end
 */
export function pagesBase(config: Config, slug: string, host: string | undefined): string {
  const base = config.pagesUrl.replaceAll('{org}', slug).replace(/\/+$/, '')
  if (!isLocalName(config)) return base
  const [, port] = /^localhost(?::(\d{1,5}))?$/i.exec(host ?? '') ?? []
  if (!/^localhost(?::\d{1,5})?$/i.test(host ?? '')) return `/p/${slug}`
  return `http://${slug}.localhost${port === undefined ? '' : `:${port}`}`
}

/**
 * The path under which the routes know a page that was asked for on its own origin: `/spring` at `acme.localhost` is
 * `/p/acme/spring`. Every path of such an origin is rewritten, so that no page of an organization ever stands on the
 * same origin as the API.
 */
export function pagesRewrite(config: Config): (host: string | undefined, url: string) => string {
  const pattern = ownOriginPattern(config)
  if (!pattern) return (_host, url) => url
  return (host, url) => {
    const [, slug] = pattern.exec(host ?? '') ?? []
    return slug === undefined ? url : `/p/${slug.toLowerCase()}${url.startsWith('/') ? url : `/${url}`}`
  }
}

function ownOriginPattern(config: Config): RegExp | undefined {
  const marked = config.pagesUrl.replaceAll('{org}', 'org-goes-here')
  if (!URL.canParse(marked)) return undefined
  const { hostname, pathname } = new URL(marked)
  if (!hostname.includes('org-goes-here') || pathname !== '/') return undefined
  const escaped = hostname.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  // A name that ends in a dot is the same name to DNS.
  const label = '([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)'
  return new RegExp(`^${escaped.replace('org-goes-here', label)}\\.?(?::\\d{1,5})?$`, 'i')
}

const isLocalName = (config: Config) => /^https?:\/\/\{org\}\.localhost(?::\d+)?\/?$/.test(config.pagesUrl)
