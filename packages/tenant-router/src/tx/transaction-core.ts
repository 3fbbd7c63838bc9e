import { RouterError } from '../errors.ts'
import { command, encodeStatement, type Result, type Statement, type WireStatement } from '../statement.ts'
import type { TransactionOptions } from '../transaction.ts'
import { breaksConnection, statementFailure } from './failure.ts'
import type { FlightResult } from './flight.ts'
import { COMMIT, commitRefused, type Opened, type Opening, ROLLBACK, unknownOutcome } from './opening.ts'

/**
 * The life of one transaction: opened by its first statement, one flight at a time, ended once. A failed statement
 * dooms it, also when the callback swallows the error, unless a savepoint was around it.
 */
export class TransactionCore {
  readonly #opening: Opening
  readonly #options: TransactionOptions
  #opened: Opened | undefined
  #failure: Error | undefined
  #over = false
  #broken = false
  #savepoints = 0
  // Statements started beside each other (Promise.all) go one after the other; the end waits for all of them.
  #tail: Promise<unknown> = Promise.resolve()

  constructor(opening: Opening, options: TransactionOptions) {
    this.#opening = opening
    this.#options = options
  }

  /** Sends statements in one flight, after those that were sent before. */
  send(statements: readonly Statement[]): Promise<readonly Result[]> {
    return this.#enqueue(() => statements.map(encodeStatement))
  }

  #enqueue(encode: () => readonly WireStatement[]): Promise<readonly FlightResult[]> {
    const run = this.#tail.then(() => this.#guarded(encode))
    this.#tail = run.catch(() => {})
    return run
  }

  async #guarded(encode: () => readonly WireStatement[]): Promise<readonly FlightResult[]> {
    if (this.#over)
      throw new RouterError(
        'transaction_over',
        'this transaction has ended: await all its statements inside the callback',
      )
    if (this.#failure)
      throw new RouterError(
        'transaction_over',
        'an earlier statement of this transaction failed',
        {},
        { cause: this.#failure },
      )
    try {
      if (this.#options.signal?.aborted) throw aborted(this.#options.signal)
      return await this.#fly(encode())
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error))
      throw this.#failure
    }
  }

  async #fly(wire: readonly WireStatement[]): Promise<readonly FlightResult[]> {
    if (!this.#opened) {
      this.#opened = await this.#opening(wire)
      return this.#opened.results
    }
    const { connection } = this.#opened
    const signal = this.#options.signal
    const { results, failure } = await connection.send(wire, signal)
    if (!failure) return results
    this.#broken ||= breaksConnection(failure.error)
    throw signal?.aborted ? aborted(signal) : statementFailure(failure.error, failure.index)
  }

  /** Runs work that may fail: its failure undoes the work and leaves the transaction usable. */
  async savepoint<T>(work: () => Promise<T>): Promise<T> {
    const name = `tr_${++this.#savepoints}`
    await this.#enqueue(() => [command(`SAVEPOINT ${name}`)])
    try {
      const value = await work()
      await this.#enqueue(() => [command(`RELEASE SAVEPOINT ${name}`)])
      return value
    } catch (error) {
      await this.#tail
      if (this.#opened && !this.#broken) {
        this.#failure = undefined
        await this.#enqueue(() => [
          command(`ROLLBACK TO SAVEPOINT ${name}`),
          command(`RELEASE SAVEPOINT ${name}`),
        ])
      }
      throw error
    }
  }

  /** Ends the transaction after its callback succeeded. @throws {RouterError} when it could not be committed */
  async commit(): Promise<void> {
    await this.#tail
    if (this.#failure) {
      await this.rollback()
      throw this.#failure
    }
    this.#over = true
    if (!this.#opened) return
    const { connection, pool } = this.#opened
    const { results, failure } = await connection.send([COMMIT])
    if (!failure) {
      pool.release(connection)
      if (results[0]?.tag !== 'COMMIT') throw commitRefused()
      return
    }
    // A deferred constraint answers COMMIT with an error and rolls back by itself.
    pool.release(connection, breaksConnection(failure.error))
    const error = statementFailure(failure.error, 0)
    throw error.code === 'source_unavailable' ? unknownOutcome() : error
  }

  /** Ends the transaction without its effects. Never throws. */
  async rollback(): Promise<void> {
    await this.#tail
    if (this.#over) return
    this.#over = true
    if (!this.#opened) return
    const { connection, pool } = this.#opened
    const undone = !this.#broken && (await connection.send([ROLLBACK])).failure === undefined
    pool.release(connection, !undone)
  }
}

function aborted(signal: AbortSignal): RouterError {
  return new RouterError('aborted', 'the caller gave up', {}, { cause: signal.reason })
}
