import { isRouterError, type RouterError } from '@lettershop/tenant-router'
import { ZodError } from 'zod'
import { AppError, type FieldError } from './app-error.ts'

/** What PostgreSQL's codes mean to a client; everything else is ours to mend (500). */
const fromSqlState: Record<string, () => AppError> = {
  '23505': () => new AppError('already_exists'),
  '23503': () =>
    new AppError('conflict', {
      message: 'This refers to something that does not exist here, or is still referred to.',
    }),
  '23514': () => new AppError('validation_failed', { message: 'A value is outside of what is allowed.' }),
  '23502': () => new AppError('validation_failed', { message: 'A required value is missing.' }),
  '22001': () => new AppError('validation_failed', { message: 'A text is too long.' }),
  '22003': () => new AppError('validation_failed', { message: 'A number is too large.' }),
  '22P02': () => new AppError('validation_failed', { message: 'A value has the wrong form.' }),
  '22P05': () =>
    new AppError('validation_failed', { message: 'A text contains a character that cannot be stored.' }),
  '22021': () =>
    new AppError('validation_failed', { message: 'A text contains a character that cannot be stored.' }),
  '40001': () => new AppError('conflict', { message: 'Somebody changed the same thing at the same moment.' }),
  '40P01': () => new AppError('conflict', { message: 'Somebody changed the same thing at the same moment.' }),
  '53100': () => new AppError('storage_full'),
  '57014': () =>
    new AppError('unavailable', { message: 'The database took too long to answer.', retryAfterSeconds: 5 }),
  '57P01': () => new AppError('unavailable', { retryAfterSeconds: 2 }),
  '57P02': () => new AppError('unavailable', { retryAfterSeconds: 2 }),
  '57P03': () => new AppError('unavailable', { retryAfterSeconds: 2 }),
  '53300': () => new AppError('unavailable', { retryAfterSeconds: 2 }),
}

const connectionLost = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
])

/** Fastify's own refusals, by its code. */
const fromFastify: Record<string, () => AppError> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new AppError('body_too_large'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => new AppError('media_type_not_supported'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new AppError('body_not_json', { message: 'The body is empty.' }),
  FST_ERR_CTP_INVALID_JSON_BODY: () => new AppError('body_not_json'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => new AppError('bad_request'),
  FST_REQ_FILE_TOO_LARGE: () => new AppError('body_too_large'),
}

/** Turns a Zod failure into our list of fields, all at once. */
export function fieldsOf(error: ZodError, prefix = ''): FieldError[] {
  return error.issues.map(issue => ({
    path: [prefix, ...issue.path.map(String)].filter(part => part !== '').join('.'),
    code: issue.code,
    message: issue.message,
  }))
}

/**
 * Makes an AppError of whatever was thrown. The original is kept as `cause` for the log; no SQL text, constraint
 * name or stack of it reaches a client.
 */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof ZodError)
    return new AppError('validation_failed', { fields: fieldsOf(thrown), cause: thrown })
  const made = isRouterError(thrown) ? fromRouter(thrown) : knownCode(thrown)
  return made
    ? new AppError(made.code, { ...made.options, cause: thrown })
    : new AppError('internal_error', { cause: thrown })
}

/** The router's codes: an organization that does not exist, a home that cannot be reached, a statement that was refused. */
function fromRouter(error: RouterError): AppError | undefined {
  switch (error.code) {
    case 'tenant_unknown':
    case 'no_row':
      return new AppError('not_found')
    case 'tenant_fenced':
    case 'tenant_elsewhere':
    case 'source_unavailable':
    case 'pool_timeout':
    case 'outcome_unknown':
    case 'router_closed':
      return new AppError('unavailable', { retryAfterSeconds: error.retryAfter ?? 2 })
    case 'aborted':
      return new AppError('unavailable', { message: 'The request was broken off.', retryAfterSeconds: 1 })
    default:
      return error.sqlState ? fromSqlState[error.sqlState]?.() : undefined
  }
}

function knownCode(thrown: unknown): AppError | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : ''
  const known = fromSqlState[code] ?? fromFastify[code]
  if (known) return known()
  if (connectionLost.has(code) || code.startsWith('08'))
    return new AppError('unavailable', { retryAfterSeconds: 2 })
  const status = 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500
  if (status === 415) return new AppError('media_type_not_supported')
  if (status === 413) return new AppError('body_too_large')
  if (status === 404) return new AppError('route_not_found')
  if (status >= 400 && status < 500) return new AppError('bad_request')
  return undefined
}
