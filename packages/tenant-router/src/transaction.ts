import { RouterError } from './errors.ts'
import type { TenantId } from './ids.ts'
import type { Actor } from './scope.ts'
import type { Result, Results, Statement } from './statement.ts'
import type { Opening } from './tx/opening.ts'
import { TransactionCore } from './tx/transaction-core.ts'

// Not exported: no other code can make an object of these types.
const tenantTx: unique symbol = Symbol('tenant transaction')
const controlTx: unique symbol = Symbol('control transaction')

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
  /**
   * Lets a read go to a replica that the registry declares: `closest` where one stands in the router's region and the
   * database does not, `fallback` only while the database is unavailable. Makes the transaction read-only; what it
   * reads may be older than the last commit.
   */
  readonly replica?: 'closest' | 'fallback'
}

class Handle implements ScopedTx {
  readonly #core: TransactionCore
  readonly actor: Actor
  readonly signal: AbortSignal | undefined

  constructor(core: TransactionCore, actor: Actor, options: TransactionOptions) {
    this.#core = core
    this.actor = actor
    this.signal = options.signal
  }

  async rows<Row>(statement: Statement<Row>): Promise<Row[]> {
    const [result] = await this.batch([statement])
    return typed<Row>(result).rows
  }

  async row<Row>(statement: Statement<Row>): Promise<Row> {
    const row = await this.maybeRow(statement)
    if (row === undefined) throw new RouterError('no_row', 'exactly one row was expected, none came')
    return row
  }

  async maybeRow<Row>(statement: Statement<Row>): Promise<Row | undefined> {
    const rows = await this.rows(statement)
    if (rows.length > 1) throw new RouterError('no_row', `one row was expected, ${rows.length} came`)
    return rows[0]
  }

  async execute(statement: Statement): Promise<number> {
    const [result] = await this.#core.send([statement])
    return result?.count ?? 0
  }

  async batch<const S extends readonly Statement[]>(statements: S): Promise<Results<S>> {
    return typedAll(await this.#core.send(statements))
  }

  savepoint<T>(work: () => Promise<T>): Promise<T> {
    return this.#core.savepoint(work)
  }
}

class TenantHandle extends Handle implements TenantTx {
  readonly [tenantTx] = true
  readonly tenantId: TenantId
  constructor(core: TransactionCore, tenant: TenantId, actor: Actor, options: TransactionOptions) {
    super(core, actor, options)
    this.tenantId = tenant
  }
}

class ControlHandle extends Handle implements ControlTx {
  readonly [controlTx] = true
  readonly tenantId: TenantId | null
  constructor(core: TransactionCore, tenant: TenantId | null, actor: Actor, options: TransactionOptions) {
    super(core, actor, options)
    this.tenantId = tenant
  }
}

/** Runs a callback in a transaction of one organization. For the router only. */
export function runTenantTransaction<T>(
  opening: Opening,
  tenant: TenantId,
  actor: Actor,
  work: (tx: TenantTx) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const core = new TransactionCore(opening, options)
  return run(core, () => work(new TenantHandle(core, tenant, actor, options)))
}

/** Runs a callback in a transaction on the control database. For the scoped pool only. */
export function runControlTransaction<T>(
  opening: Opening,
  tenant: TenantId | null,
  actor: Actor,
  work: (tx: ControlTx) => Promise<T>,
  options: TransactionOptions,
): Promise<T> {
  const core = new TransactionCore(opening, options)
  return run(core, () => work(new ControlHandle(core, tenant, actor, options)))
}

async function run<T>(core: TransactionCore, work: () => Promise<T>): Promise<T> {
  try {
    const value = await work()
    await core.commit()
    return value
  } catch (error) {
    await core.rollback()
    throw error
  }
}

/** The row type is the statement's word: the database knows nothing of it. The one place where it is taken. */
function typed<Row>(result: Result | undefined): Result<Row> {
  return (result ?? { rows: [], count: 0 }) as Result<Row>
}

/** The same for the results of a batch, which come in the order of its statements. */
export function typedAll<const S extends readonly Statement[]>(results: readonly Result[]): Results<S> {
  return results as Results<S>
}
