import type { TenantId } from './ids.ts'
import type { Actor } from './scope.ts'
import type { Result, Results, Statement } from './statement.ts'
import type { ControlTx, TransactionOptions } from './transaction.ts'

/** Scoped transactions on one fixed database: the control database. */
export interface ScopedPool {
  withScope<T>(
    tenant: TenantId | null,
    actor: Actor,
    work: (tx: ControlTx) => Promise<T>,
    options?: TransactionOptions,
  ): Promise<T>
  /** One statement in its own transaction, one round trip. */
  query<Row>(
    tenant: TenantId | null,
    actor: Actor,
    statement: Statement<Row>,
    options?: TransactionOptions,
  ): Promise<Result<Row>>
  /** Several statements in one transaction and one round trip: all or nothing. */
  batch<const S extends readonly Statement[]>(
    tenant: TenantId | null,
    actor: Actor,
    statements: S,
    options?: TransactionOptions,
  ): Promise<Results<S>>
  close(): Promise<void>
}
