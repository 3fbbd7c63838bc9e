/** What went wrong, as a word that a program can act on. */
export type RouterErrorCode =
  | 'tenant_unknown' // no placement for this organization
  | 'tenant_fenced' // the organization is being moved; try again shortly
  | 'tenant_elsewhere' // this database is not (or no longer) the organization's home
  | 'source_unavailable' // the database cannot be reached, refuses, or its breaker is open
  | 'pool_timeout' // no connection became free before the deadline
  | 'statement_failed' // the database refused a statement; see `cause` and `sqlState`
  | 'outcome_unknown' // the connection was lost while a COMMIT was under way
  | 'commit_refused' // COMMIT was answered by ROLLBACK
  | 'no_row' // exactly one row was asked for
  | 'transaction_over' // a transaction was used after its end or after a failed statement
  | 'aborted' // the caller's signal fired
  | 'router_closed'
  | 'role_unsafe' // the login could step around row security
  | 'credential_unreadable' // unknown key, or a ciphertext that does not authenticate
  | 'connection_string' // a connection string that the strict grammar refuses
  | 'address_refused' // a host that resolves to an address the guard does not allow
  | 'migration' // a migration cannot be applied; the message says which and why

export interface RouterErrorDetails {
  /** Seconds after which another try makes sense. */
  readonly retryAfter?: number
  /** SQLSTATE of the server, where there is one. Never for a client's eyes. */
  readonly sqlState?: string
  /** Position of the failing statement in a batch, from 0. */
  readonly statementIndex?: number
  /** Constraint named by the server, where there is one. */
  readonly constraint?: string
}

/** Every error that the library throws on purpose. The message never holds a credential or a row's value. */
export class RouterError extends Error {
  override readonly name = 'RouterError'
  readonly code: RouterErrorCode
  readonly retryAfter?: number
  readonly sqlState?: string
  readonly statementIndex?: number
  readonly constraint?: string

  constructor(
    code: RouterErrorCode,
    message: string,
    details: RouterErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(message, options)
    this.code = code
    Object.assign(this, details)
  }
}

/** True when the error is one of ours with this code. */
export function isRouterError(error: unknown, code?: RouterErrorCode): error is RouterError {
  return error instanceof RouterError && (code === undefined || error.code === code)
}

/** SQLSTATEs that `platform.enter()` raises. */
export const STATE_ELSEWHERE = 'TR001'
export const STATE_FENCED = 'TR002'
