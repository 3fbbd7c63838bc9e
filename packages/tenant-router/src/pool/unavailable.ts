import { RouterError } from '../errors.ts'

/** SQLSTATEs with which a server turns a login away, in words that hold no name, address or secret. */
const REASONS: Readonly<Record<string, string>> = {
  '28P01': 'it does not accept the credential',
  '28000': 'it does not accept the login',
  '3D000': 'it has no such database',
  '53300': 'it has no connection left',
  '57P03': 'it is starting or stopping',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is unknown',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'it cannot be reached',
}

/**
 * An error for a database that cannot be used now. The driver's own error is not kept: its text may name host,
 * user and database.
 */
export function unavailable(error: unknown): RouterError {
  if (error instanceof RouterError) return error
  const code = codeOf(error)
  const reason = (code && REASONS[code]) ?? 'it cannot be reached or ended the connection'
  return new RouterError('source_unavailable', `the database is unavailable: ${reason}`, {
    retryAfter: 1,
    ...(code && /^[0-9A-Z]{5}$/.test(code) ? { sqlState: code } : {}),
  })
}

/** SQLSTATE or errno name of an error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
