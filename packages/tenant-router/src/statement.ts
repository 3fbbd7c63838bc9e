import { encodeValue } from './encode.ts'

declare const rowType: unique symbol

/** SQL text with `$1` parameters. A `name` makes it a prepared statement, parsed once per connection. */
export interface TextStatement<Row = unknown> {
  readonly text: string
  readonly values?: readonly unknown[]
  readonly name?: string
  /** Type only, never set. */
  readonly [rowType]?: Row
}

/**
 * A query builder that compiles to SQL: Kysely's builders fit as they are. Only `compile` is called;
 * `execute` stands here because the row type can be read from it.
 */
export interface CompilableStatement<Row = unknown> {
  compile(): { readonly sql: string; readonly parameters: readonly unknown[] }
  execute(...options: never[]): Promise<Row[]>
}

export type Statement<Row = unknown> = TextStatement<Row> | CompilableStatement<Row>

/** The row type of a statement. */
export type RowOf<S> =
  S extends TextStatement<infer Row> ? Row : S extends CompilableStatement<infer Row> ? Row : never

export interface Result<Row = unknown> {
  readonly rows: Row[]
  /** Rows returned or affected. */
  readonly count: number
}

/** The results of a batch, in order, each with the row type of its statement. */
export type Results<S extends readonly Statement[]> = { [K in keyof S]: Result<RowOf<S[K]>> }

/** A statement as it goes over the wire: every value already encoded, so nothing can fail half-way on the client. */
export interface WireStatement {
  readonly text: string
  readonly name: string
  readonly values: readonly (string | Buffer | null)[]
  /** False where nobody reads the rows (BEGIN, SET, COMMIT): saves a message each way. */
  readonly describe: boolean
  /** True for the router's own text that may come again: see `HotTexts`. */
  readonly hot?: boolean
}

/**
 * Encodes a statement for the wire.
 * @throws {TypeError} for values that have no wire form (circular JSON), NUL in the text, or values that are no array
 */
export function encodeStatement(statement: Statement): WireStatement {
  const plain = toText(statement)
  const values = plain.values ?? []
  if (!Array.isArray(values)) throw new TypeError('statement.values must be an array')
  if (typeof plain.text !== 'string' || plain.text.includes('\0'))
    throw new TypeError('statement.text must be text without NUL')
  const name = plain.name ?? ''
  if (name.length > 63 || name.includes('\0'))
    throw new TypeError('statement.name must have at most 63 characters')
  return { text: plain.text, name, values: values.map(encodeValue), describe: true }
}

function toText(statement: Statement): TextStatement {
  if (!('compile' in statement)) return statement
  const { sql: text, parameters: values } = statement.compile()
  return { text, values }
}

/** A command of the router's own: nobody reads its rows. */
export function command(text: string, name = '', values: readonly string[] = []): WireStatement {
  return { text, name, values, describe: false }
}

/**
 * A JSON or JSONB parameter. node-postgres sends a bare array as a PostgreSQL array, which a jsonb column refuses.
 */
export function json(value: unknown): { toPostgres(): string } {
  return { toPostgres: () => JSON.stringify(value) }
}
