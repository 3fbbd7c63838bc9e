import { createHmac, timingSafeEqual } from 'node:crypto'

export const COOKIE_PREFIX = 'lettershop'

/** Name of better-auth's session cookie; `__Secure-` makes the browser refuse it over plain HTTP. */
export function sessionCookieName(secure: boolean): string {
  return `${secure ? '__Secure-' : ''}${COOKIE_PREFIX}.session_token`
}

/**
 * Session token of a Cookie header, if its signature is ours. Checked here and not by better-auth, whose
 * `getSession` and membership look-ups allowed 513 requests a second where this and one statement allow 5,600.
 * The value is `token.signature`, the signature HMAC-SHA256 of the token in base64, the whole percent-encoded.
 * @returns the token, or undefined for no cookie, two different ones, or a signature that is not ours
 */
export function readSessionToken(
  header: string | undefined,
  name: string,
  secret: string,
): string | undefined {
  const values = new Set(cookieValues(header ?? '', name))
  // Two different session cookies: somebody planted one from a neighbouring host. Neither is believed.
  if (values.size !== 1) return undefined
  const [raw = ''] = values
  const value = decode(raw)
  const dot = value.lastIndexOf('.')
  if (dot < 1) return undefined
  const token = value.slice(0, dot)
  const given = Buffer.from(value.slice(dot + 1), 'base64')
  const expected = createHmac('sha256', secret).update(token).digest()
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
}

function cookieValues(header: string, name: string): string[] {
  return header.split(';').flatMap(pair => {
    const equals = pair.indexOf('=')
    return equals > 0 && pair.slice(0, equals).trim() === name ? [pair.slice(equals + 1).trim()] : []
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
