import type pg from 'pg'
import type { Result, WireStatement } from '../statement.ts'
import { types } from '../types.ts'
import { FlightWriter } from './wire.ts'

/** What we use of the driver's connection beyond its published types; pg is pinned exactly for this reason. */
interface WireConnection {
  readonly parsedStatements: Record<string, string>
  readonly stream: { write(bytes: Buffer): unknown }
  on(event: 'parseComplete', listener: () => void): unknown
  removeListener(event: 'parseComplete', listener: () => void): unknown
}

interface Field {
  readonly name: string
  readonly dataTypeID: number
  readonly format: string
}

type Reader = (text: string) => unknown
type Row = Record<string, unknown>
type Columns = readonly { name: string; read: Reader }[]

export type KnownColumns = Map<string, Columns>

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
  #columns: Columns = []
  // Columns of named statements, which the server never changes (it answers 0A000 instead): not asked for twice.
  readonly #known: Map<string, Columns>
  readonly #describes: boolean[] = []
  #rows: Row[] = []
  #unreadable: FlightError | undefined
  #onParse = (): void => {}

  /** @param known columns of the connection's named statements, filled as they are learned */
  constructor(statements: readonly WireStatement[], known: Map<string, Columns>) {
    this.#statements = statements
    this.#known = known
    const { promise, resolve } = Promise.withResolvers<FlightOutcome>()
    this.done = promise
    this.#finish = resolve
  }

  /** Called by the client when the connection is free. An error returned here is handed to {@link handleError}. */
  submit(connection: pg.Connection): Error | null {
    if (!isWireConnection(connection)) return new Error('tenant-router does not know this version of pg')
    this.#connection = connection
    const parsing: WireStatement[] = []
    this.#onParse = () => {
      const statement = parsing.shift()
      if (statement?.name) connection.parsedStatements[statement.name] = statement.text
    }
    let bytes: Buffer
    try {
      bytes = this.#write(connection.parsedStatements, parsing)
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
    connection.on('parseComplete', this.#onParse)
    connection.stream.write(bytes)
    return null
  }

  #write(parsed: Record<string, string>, parsing: WireStatement[]): Buffer {
    const writer = new FlightWriter()
    const fresh = new Map<string, string>()
    for (const statement of this.#statements) {
      const { name, text } = statement
      const before = name ? (parsed[name] ?? fresh.get(name)) : undefined
      if (before === undefined) {
        writer.parse(statement)
        parsing.push(statement)
        if (name) fresh.set(name, text)
      } else if (before !== text) throw new TypeError(`statement name ${name} is used for two texts`)
      writer.bind(statement)
      const describe = statement.describe && !(name && this.#known.has(name))
      this.#describes.push(describe)
      if (describe) writer.describe()
      writer.execute()
    }
    return writer.finish()
  }

  handleRowDescription(message: { fields: readonly Field[] }): void {
    this.#columns = message.fields.map(field => ({
      name: field.name,
      read: types.getTypeParser(field.dataTypeID, field.format === 'binary' ? 'binary' : 'text'),
    }))
  }

  handleDataRow(message: { fields: readonly (string | null)[] }): void {
    const at = this.#results.length
    const statement = this.#statements[at]
    if (!statement?.describe) return
    try {
      const columns = this.#describes[at] ? this.#columns : (this.#known.get(statement.name) ?? [])
      const row: Row = {}
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index]
        const text = message.fields[index] ?? null
        if (column) row[column.name] = text === null ? null : column.read(text)
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
    const statement = this.#statements[this.#results.length]
    if (statement?.name && this.#describes[this.#results.length])
      this.#known.set(statement.name, this.#columns)
    const { text } = message
    const space = text.lastIndexOf(' ')
    const count = space < 0 ? 0 : Number(text.slice(space + 1))
    this.#results.push({
      rows: this.#rows,
      count: Number.isNaN(count) ? 0 : count,
      tag: space < 0 ? text : text.slice(0, text.indexOf(' ')),
    })
    this.#columns = []
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
  return 'parsedStatements' in connection && 'stream' in connection && 'on' in connection
}
