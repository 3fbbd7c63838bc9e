import type pg from 'pg'
import type { Result, WireStatement } from '../statement.ts'
import { types } from '../types.ts'

/** What we use of the driver's connection beyond its published types; pg is pinned exactly for this reason. */
interface WireConnection {
  readonly parsedStatements: Record<string, string>
  readonly stream: { cork(): void; uncork(): void }
  on(event: 'parseComplete', listener: () => void): unknown
  removeListener(event: 'parseComplete', listener: () => void): unknown
  parse(query: { text: string; name: string; types: number[] }): void
  bind(config: { statement: string; values: readonly (string | Buffer | null)[]; portal: string }): void
  describe(message: { type: 'P'; name: string }): void
  execute(config: { portal: string; rows: number }): void
  sync(): void
}

interface Field {
  readonly name: string
  readonly dataTypeID: number
  readonly format: string
}

type Reader = (text: string) => unknown
type Row = Record<string, unknown>

/** An error with the position of the statement that caused it. */
export interface FlightError {
  readonly error: Error
  /** Position in the flight; statements before it were executed. */
  readonly index: number
}

/** The outcome of one flight. It never rejects: what happened to each statement decides what to do next. */
export interface FlightOutcome {
  readonly results: readonly FlightResult[]
  readonly failure?: FlightError
}

export interface FlightResult extends Result<Row> {
  /** Command tag without its count: `SELECT`, `COMMIT`, `ROLLBACK`. */
  readonly tag: string
}

/**
 * Several statements in one message exchange with ONE Sync: PostgreSQL skips everything after the first error,
 * so nothing can run outside the transaction that the first statement opens. The driver's own `pipeline` mode
 * sends a Sync for each and lets the rest run. Values are encoded before the first byte is written.
 */
export class Flight {
  readonly done: Promise<FlightOutcome>
  readonly #statements: readonly WireStatement[]
  readonly #results: FlightResult[] = []
  readonly #finish: (outcome: FlightOutcome) => void
  #connection: WireConnection | undefined
  #fields: readonly { name: string; read: Reader }[] = []
  #rows: Row[] = []
  #unreadable: FlightError | undefined
  #onParse = (): void => {}

  constructor(statements: readonly WireStatement[]) {
    this.#statements = statements
    const { promise, resolve } = Promise.withResolvers<FlightOutcome>()
    this.done = promise
    this.#finish = resolve
  }

  /** Called by the client when the connection is free. An error returned here is handed to {@link handleError}. */
  submit(connection: pg.Connection): Error | null {
    if (!isWireConnection(connection)) return new Error('tenant-router does not know this version of pg')
    this.#connection = connection
    const clash = this.#nameClash(connection.parsedStatements)
    if (clash) return new Error(`statement name ${clash} is used for two texts`)
    const parsing: WireStatement[] = []
    this.#onParse = () => {
      const statement = parsing.shift()
      if (statement?.name) connection.parsedStatements[statement.name] = statement.text
    }
    connection.on('parseComplete', this.#onParse)
    connection.stream.cork()
    const fresh = new Set<string>()
    for (const statement of this.#statements) {
      const { name, text, values } = statement
      if (!name || (connection.parsedStatements[name] === undefined && !fresh.has(name))) {
        connection.parse({ text, name, types: [] })
        parsing.push(statement)
        fresh.add(name)
      }
      connection.bind({ statement: name, values, portal: '' })
      if (statement.describe) connection.describe({ type: 'P', name: '' })
      connection.execute({ portal: '', rows: 0 })
    }
    connection.sync()
    connection.stream.uncork()
    return null
  }

  #nameClash(known: Record<string, string>): string | undefined {
    const seen = new Map<string, string>()
    return this.#statements.find(({ name, text }) => {
      if (!name) return false
      const before = known[name] ?? seen.get(name)
      seen.set(name, text)
      return before !== undefined && before !== text
    })?.name
  }

  handleRowDescription(message: { fields: readonly Field[] }): void {
    this.#fields = message.fields.map(field => ({
      name: field.name,
      read: types.getTypeParser(field.dataTypeID, field.format === 'binary' ? 'binary' : 'text'),
    }))
  }

  handleDataRow(message: { fields: readonly (string | null)[] }): void {
    if (!this.#statements[this.#results.length]?.describe) return
    try {
      const row: Row = {}
      for (const [index, field] of this.#fields.entries()) {
        const text = message.fields[index] ?? null
        row[field.name] = text === null ? null : field.read(text)
      }
      this.#rows.push(row)
    } catch (error) {
      // Thrown from here it would end the process; the flight goes on and reports it at its end.
      this.#unreadable ??= {
        error: error instanceof Error ? error : new Error(String(error)),
        index: this.#results.length,
      }
    }
  }

  handleCommandComplete(message: { text: string }): void {
    const words = message.text.split(' ')
    const count = Number(words.at(-1))
    this.#results.push({ rows: this.#rows, count: Number.isNaN(count) ? 0 : count, tag: words[0] ?? '' })
    this.#fields = []
    this.#rows = []
  }

  handleEmptyQuery(): void {
    this.#results.push({ rows: [], count: 0, tag: '' })
  }

  /** COPY needs a connection of its own; refused here, the server answers with an ordinary error. */
  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('COPY is not possible in a scoped transaction')
  }

  handleCopyData(): void {}

  handlePortalSuspended(): void {}

  handleError(error: Error): void {
    this.#connection?.removeListener('parseComplete', this.#onParse)
    this.#finish({ results: this.#results, failure: { error, index: this.#results.length } })
  }

  handleReadyForQuery(): void {
    this.#connection?.removeListener('parseComplete', this.#onParse)
    this.#finish(
      this.#unreadable ? { results: this.#results, failure: this.#unreadable } : { results: this.#results },
    )
  }
}

function isWireConnection(connection: object): connection is WireConnection {
  return (
    'parsedStatements' in connection && 'stream' in connection && 'bind' in connection && 'sync' in connection
  )
}
