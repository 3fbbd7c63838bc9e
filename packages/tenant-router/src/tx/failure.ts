import { RouterError, STATE_ELSEWHERE, STATE_FENCED } from '../errors.ts'
import { codeOf, unavailable } from '../pool/unavailable.ts'

/** True for an answer of the server that leaves the connection usable: an ERROR, not a FATAL and not a lost socket. */
export function isStatementError(error: Error): boolean {
  return 'severity' in error && error.severity === 'ERROR'
}

/**
 * True when a connection must not be used again. 26000 and 0A000 stay for ever on a connection whose prepared
 * statements no longer fit the tables.
 */
export function breaksConnection(error: Error): boolean {
  const code = codeOf(error)
  return !isStatementError(error) || code === '26000' || code === '0A000'
}

/**
 * Our error for what the driver reported. Keeps SQLSTATE and constraint, for the program; drops detail and hint,
 * which hold values of rows.
 * @param index position among the caller's statements
 */
export function statementFailure(error: Error, index: number): RouterError {
  if (error instanceof RouterError) return error
  const code = codeOf(error)
  if (code === STATE_FENCED)
    return new RouterError('tenant_fenced', 'the organization is being moved', {
      retryAfter: 1,
      sqlState: code,
    })
  if (code === STATE_ELSEWHERE)
    return new RouterError('tenant_elsewhere', 'this database is not the home of the organization', {
      sqlState: code,
    })
  if (!('severity' in error) && !isConnectionLoss(error))
    return new RouterError('statement_failed', error.message, { statementIndex: index }, { cause: error })
  if (!isStatementError(error)) return unavailable(error)
  const constraint =
    'constraint' in error && typeof error.constraint === 'string' ? error.constraint : undefined
  return new RouterError('statement_failed', error.message, {
    statementIndex: index,
    ...(code ? { sqlState: code } : {}),
    ...(constraint ? { constraint } : {}),
  })
}

/** What the driver throws without a SQLSTATE is a lost socket, except for what we or the type readers throw. */
function isConnectionLoss(error: Error): boolean {
  return !(error instanceof TypeError || error instanceof RangeError)
}
