import { RouterError } from '../errors.ts'
import type { PooledConnection } from '../pool/connection.ts'
import type { Pool } from '../pool/pool.ts'
import { command, type WireStatement } from '../statement.ts'
import type { TransactionOptions } from '../transaction.ts'
import { breaksConnection, statementFailure } from './failure.ts'
import type { FlightResult } from './flight.ts'

/** A connection with a transaction open on it. */
export interface Opened {
  readonly connection: PooledConnection
  readonly pool: Pool
  readonly results: readonly FlightResult[]
}

/** Opens a transaction: leases a connection and sends the preamble with the first statements. */
export type Opening = (first: readonly WireStatement[], last?: readonly WireStatement[]) => Promise<Opened>

export const COMMIT = command('COMMIT', 'tr_commit')
export const ROLLBACK = command('ROLLBACK', 'tr_rollback')

const ISOLATION = {
  'read committed': 'READ COMMITTED',
  'repeatable read': 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
} as const

const BEGIN = command('BEGIN', 'tr_begin')

/** BEGIN, scope and limits, as statements of their own: see `scopeStatements` for why not one `set_config`. */
export function preamble(scope: readonly WireStatement[], options: TransactionOptions): WireStatement[] {
  const { timeoutMs } = options
  const out = [beginOf(options), ...scope]
  if (timeoutMs === undefined) return out
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs < 1)
    throw new TypeError('timeoutMs must be a whole number from 1')
  return [...out, command(`SET LOCAL statement_timeout = ${timeoutMs}`)]
}

function beginOf({ isolation, readOnly }: TransactionOptions): WireStatement {
  if (!isolation && !readOnly) return BEGIN
  const begin = `BEGIN${isolation ? ` ISOLATION LEVEL ${ISOLATION[isolation]}` : ''}${readOnly ? ' READ ONLY' : ''}`
  return command(begin, `tr_${begin.toLowerCase().replaceAll(' ', '_')}`)
}

/**
 * Sends preamble, first statements and (for a transaction of one flight) COMMIT on a connection of the pool.
 * On failure nothing is left open.
 * @throws {RouterError} of the failing statement; `outcome_unknown` when the connection is lost with a COMMIT under way
 */
export async function openOn(
  pool: Pool,
  key: string,
  before: readonly WireStatement[],
  first: readonly WireStatement[],
  last: readonly WireStatement[],
  options: TransactionOptions,
): Promise<Opened> {
  const connection = await pool.acquire(key, options.waitMs, options.signal)
  const outcome = await connection.send([...before, ...first, ...last], options.signal)
  if (!outcome.failure) {
    // A COMMIT answered by ROLLBACK left no transaction open; the results tell.
    return { connection, pool, results: outcome.results.slice(before.length) }
  }
  const { error, index } = outcome.failure
  const lost = breaksConnection(error)
  const rolledBack = !lost && (await connection.send([ROLLBACK])).failure === undefined
  pool.release(connection, !rolledBack)
  if (options.signal?.aborted)
    throw new RouterError('aborted', 'the caller gave up', {}, { cause: options.signal.reason })
  const failure = statementFailure(error, index - before.length)
  if (failure.code === 'source_unavailable' && last.length > 0 && !options.readOnly) throw unknownOutcome()
  throw failure
}

/** The connection went away while a COMMIT was under way: it may or may not have happened. */
export function unknownOutcome(): RouterError {
  return new RouterError(
    'outcome_unknown',
    'the connection was lost during COMMIT: look before you repeat the work',
  )
}

export function commitRefused(): RouterError {
  return new RouterError(
    'commit_refused',
    'the database rolled the transaction back instead of committing it',
  )
}
