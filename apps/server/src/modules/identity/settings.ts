import type { Config } from '#platform/config/config.ts'

const DAY = 86_400

/** What sign-in needs to know of the installation. */
export interface AuthSettings {
  readonly publicUrl: string
  readonly secret: string
  readonly secureCookies: boolean
  readonly trustedOrigins: readonly string[]
  /** Also believes a page that was opened under the very host that it asks: development only. */
  readonly acceptSameHost: boolean
  /** Seconds that a session lives without being used. */
  readonly sessionSeconds: number
  /** Seconds after which use prolongs a session. */
  readonly sessionRenewalSeconds: number
}

/** Seven idle days, prolonged once a day: what people know of such programs, and short enough for ASVS 7.3.1 at level 2. */
export function authSettings(config: Config): AuthSettings {
  const url = new URL(config.publicUrl)
  return {
    publicUrl: config.publicUrl,
    secret: config.deriveSecret('better-auth').toString('base64url'),
    secureCookies: url.protocol === 'https:',
    trustedOrigins: config.production ? [url.origin] : [url.origin, ...localOrigins(config)],
    acceptSameHost: !config.production,
    sessionSeconds: 7 * DAY,
    sessionRenewalSeconds: DAY,
  }
}

/** In development the same page is opened as localhost and as 127.0.0.1, also from the web app's own dev server. */
function localOrigins(config: Config): string[] {
  const ports = new Set([new URL(config.publicUrl).port, String(config.settings.PORT), '5173'])
  return ['localhost', '127.0.0.1', '[::1]'].flatMap(host => [...ports].map(port => `http://${host}:${port}`))
}
