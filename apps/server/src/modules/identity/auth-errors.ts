import { AppError } from '#platform/errors/app-error.ts'

const byCode: Readonly<Record<string, () => AppError>> = {
  INVALID_EMAIL_OR_PASSWORD: () => new AppError('sign_in_refused'),
  INVALID_PASSWORD: () =>
    new AppError('validation_failed', {
      fields: [{ path: 'password', code: 'wrong', message: 'This is not your password.' }],
    }),
  INVALID_TOKEN: () => new AppError('link_expired'),
  TOKEN_EXPIRED: () => new AppError('link_expired'),
  INVALID_USER: () => new AppError('link_expired'),
  INVALID_CODE: () => new AppError('second_factor_refused'),
  INVALID_BACKUP_CODE: () => new AppError('second_factor_refused'),
  INVALID_TWO_FACTOR_COOKIE: () =>
    new AppError('second_factor_refused', { message: 'This sign-in has ended.' }),
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: () =>
    new AppError('second_factor_refused', { message: 'Too many wrong codes; this sign-in has ended.' }),
  INVALID_ORIGIN: () => new AppError('origin_refused'),
  MISSING_OR_NULL_ORIGIN: () => new AppError('origin_refused'),
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: () => new AppError('origin_refused'),
}

/**
 * Our error for an answer of better-auth that is none of success.
 * @param status its HTTP status
 * @param body its body: `{ code, message }` where it refused on purpose, anything else where it failed
 */
export function authError(status: number, body: unknown): AppError {
  const { code = '', message } = refusalOf(body)
  const known = byCode[code]
  if (known) return known()
  if (status === 401) return new AppError('unauthenticated')
  if (status === 403) return new AppError('forbidden', message ? { message } : {})
  if (status === 404) return new AppError('not_found')
  if (status === 423 || status === 429) return new AppError('rate_limited', { retryAfterSeconds: 60 })
  if (status >= 400 && status < 500) return new AppError('bad_request', message ? { message } : {})
  return new AppError('internal_error', { cause: new Error(`better-auth answered ${status} ${code}`) })
}

function refusalOf(body: unknown): { code?: string; message?: string } {
  if (typeof body !== 'object' || body === null) return {}
  return {
    ...('code' in body && typeof body.code === 'string' ? { code: body.code } : {}),
    ...('message' in body && typeof body.message === 'string' ? { message: body.message } : {}),
  }
}
