import type { TenantId } from './ids.ts'
import type { Actor } from './scope.ts'
import type { Result, Results, Statement } from './statement.ts'

declare const tenantTx: unique symbol
declare const controlTx: unique symbol

/** What every scoped transaction can do. */
export interface ScopedTx {
  readonly actor: Actor
  /** The caller's signal, for long work inside the callback. */
  readonly signal: AbortSignal | undefined
  /** All rows. */
  rows<Row>(statement: Statement<Row>): Promise<Row[]>
  /** Exactly one row. @throws {RouterError} `no_row` for none or several */
  row<Row>(statement: Statement<Row>): Promise<Row>
  /** One row or undefined. @throws {RouterError} `no_row` for several */
  maybeRow<Row>(statement: Statement<Row>): Promise<Row | undefined>
  /** Rows affected. */
  execute(statement: Statement): Promise<number>
  /** Several statements in one flight; the first failure skips the rest. */
  batch<const S extends readonly Statement[]>(statements: S): Promise<Results<S>>
  /** Work that may fail without ending the transaction. Not to be run beside other statements. */
  savepoint<T>(work: () => Promise<T>): Promise<T>
}

/** A transaction of one organization. Only `withTenant` makes one, so a business query without a scope does not compile. */
export interface TenantTx extends ScopedTx {
  readonly [tenantTx]: true
  readonly tenantId: TenantId
}

/** A transaction on the control database; `tenantId` is null where the work belongs to no organization. */
export interface ControlTx extends ScopedTx {
  readonly [controlTx]: true
  readonly tenantId: TenantId | null
}

export interface TransactionOptions {
  /** Limit for each statement in milliseconds (`SET LOCAL statement_timeout`). */
  readonly timeoutMs?: number
  /** Longest wait for a connection, or for a fence to open, in milliseconds. */
  readonly waitMs?: number
  readonly readOnly?: boolean
  readonly isolation?: 'read committed' | 'repeatable read' | 'serializable'
  /** Cancels the statement that runs and rolls back. */
  readonly signal?: AbortSignal
}

export type { Result }
