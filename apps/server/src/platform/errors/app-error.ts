import { type ErrorCode, type ErrorEntry, errorTable } from './table.ts'

/** One wrong field: `path` as in the body (`columns.0.name`), a stable code, and a sentence for a person. */
export interface FieldError {
  path: string
  code: string
  message: string
}

export interface AppErrorOptions {
  /** Replaces the table's message where this case can say more. */
  message?: string
  param?: string
  fields?: readonly FieldError[]
  retryAfterSeconds?: number
  cause?: unknown
}

/** An error that a client may see: its code stands in the table, and nothing else of it leaves the process. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly options: AppErrorOptions

  constructor(code: ErrorCode, options: AppErrorOptions = {}) {
    super(
      options.message ?? errorTable[code].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.code = code
    this.options = options
  }

  get entry(): ErrorEntry {
    return errorTable[this.code]
  }
}
