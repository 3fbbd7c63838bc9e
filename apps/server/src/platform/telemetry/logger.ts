import { type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino'
import { prettyLines } from './pretty-lines.ts'

export type { Logger }

export interface LoggerOptions {
  readonly level: LevelWithSilent
  /** Lines for people instead of JSON; by default where standard output is a terminal. */
  readonly pretty?: boolean
  /** Where lines go; standard output by default. */
  readonly destination?: DestinationStream
}

/** Fields whose value never reaches a log, up to two levels deep. Log ids and figures, not bodies and settings. */
const SECRET_FIELDS = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'secret',
  'token',
  'key',
  'apiKey',
  'api_key',
  'credentials',
  'connectionString',
]

/** Makes the process's logger. Children carry `requestId`, `tenant` and `job`. */
export function createLogger({ level, pretty = process.stdout.isTTY, destination }: LoggerOptions): Logger {
  const out = destination ?? pino.destination({ dest: 1, sync: true })
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      serializers: { err: describeError },
      redact: { paths: SECRET_FIELDS.flatMap(atEveryDepth), censor: '[redacted]' },
    },
    pretty ? prettyLines(out) : out,
  )
}

function atEveryDepth(field: string): string[] {
  const name = /^\w+$/.test(field) ? `.${field}` : `["${field}"]`
  return [name.replace(/^\./, ''), `*${name}`, `*.*${name}`]
}

/**
 * What a log may know of an error. Not pino's own serializer: that copies every property, and PostgreSQL's `detail`
 * quotes the row (`Key (email)=(ann@example.com) already exists`).
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const sqlState = 'sqlState' in error && typeof error.sqlState === 'string' ? error.sqlState : undefined
  // A data exception quotes the value: invalid input syntax for type integer: "…".
  const quotes = /^(22[0-9A-Z]{3}|P0001)$/.test(sqlState ?? code ?? '')
  const message = quotes ? 'a message of PostgreSQL that may quote a value' : error.message
  return {
    type: error.name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(sqlState === undefined ? {} : { sqlState }),
    stack: quotes ? error.stack?.replace(error.message, message) : error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
