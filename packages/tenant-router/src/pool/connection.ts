import net from 'node:net'
import type pg from 'pg'
import { openConnection } from '../connect/client.ts'
import type { ConnectionSettings } from '../connect/settings.ts'
import type { WireStatement } from '../statement.ts'
import { Flight, type FlightOutcome, type KnownColumns } from '../tx/flight.ts'
import { HotTexts } from '../tx/hot-texts.ts'

// A network that swallows everything gives no error. The server ends long statements by itself (statement_timeout), so
// a flight without any answer for this long is lost; after a cancel, much sooner.
const ANSWER_MS = 120_000
const CANCEL_MS = 3_000

/** One pooled connection. */
export class PooledConnection {
  readonly #client: pg.Client
  readonly #settings: ConnectionSettings
  readonly #prepared: boolean
  readonly #hot = new HotTexts()
  readonly #columns: KnownColumns = new Map()
  idleSince = 0
  #lost = false

  private constructor(client: pg.Client, settings: ConnectionSettings, prepared: boolean) {
    this.#prepared = prepared
    this.#client = client
    this.#settings = settings
  }

  /** @param onLost told when the connection ends while nobody asked for it */
  static async open(
    settings: ConnectionSettings,
    { connectMs, prepared }: { readonly connectMs: number; readonly prepared?: boolean },
    onLost: (connection: PooledConnection) => void,
  ): Promise<PooledConnection> {
    const connection = new PooledConnection(
      await openConnection(settings, connectMs),
      settings,
      prepared ?? true,
    )
    const lost = () => {
      if (connection.#lost) return
      connection.#lost = true
      onLost(connection)
    }
    connection.#client.once('error', lost)
    connection.#client.once('end', lost)
    return connection
  }

  get lost(): boolean {
    return this.#lost
  }

  /** True when no transaction is open: the server says so with every answer. */
  get clean(): boolean {
    return !this.#lost && this.#client.getTransactionStatus() === 'I'
  }

  /**
   * Sends statements in one flight. Never rejects.
   * @param signal cancels what runs in the server; a server that does not answer even then loses the connection
   */
  async send(statements: readonly WireStatement[], signal?: AbortSignal): Promise<FlightOutcome> {
    const flight = new Flight(statements.map(this.#named), this.#columns)
    let watchdog = setTimeout(() => void this.close(), ANSWER_MS).unref()
    const abort = () => {
      this.cancel()
      clearTimeout(watchdog)
      watchdog = setTimeout(() => void this.close(), CANCEL_MS).unref()
    }
    signal?.addEventListener('abort', abort, { once: true })
    this.#client.query(flight)
    const outcome = await flight.done
    clearTimeout(watchdog)
    signal?.removeEventListener('abort', abort)
    return outcome
  }

  readonly #named = (statement: WireStatement): WireStatement => {
    if (!this.#prepared) return statement.name ? { ...statement, name: '' } : statement
    return statement.hot ? this.#hot.named(statement) : statement
  }

  /** Asks the server to cancel what runs now; it then fails with 57014. Over a socket of its own, best effort. */
  cancel(): void {
    const { processID, secretKey } = keysOf(this.#client)
    if (processID === undefined || secretKey === undefined) return
    const message = Buffer.alloc(16)
    message.writeInt32BE(16, 0)
    message.writeInt32BE(80877102, 4)
    message.writeInt32BE(processID, 8)
    message.writeInt32BE(secretKey, 12)
    const socket = net.connect(this.#settings.port, this.#settings.host, () => socket.end(message))
    socket.setTimeout(5_000, () => socket.destroy())
    socket.on('error', () => {})
    socket.unref()
  }

  async close(): Promise<void> {
    this.#lost = true
    await this.#client.end().catch(() => {})
  }
}

function keysOf(client: object): { processID?: number; secretKey?: number } {
  const number = (value: unknown) => (typeof value === 'number' ? value : undefined)
  const processID = 'processID' in client ? number(client.processID) : undefined
  const secretKey = 'secretKey' in client ? number(client.secretKey) : undefined
  return {
    ...(processID === undefined ? {} : { processID }),
    ...(secretKey === undefined ? {} : { secretKey }),
  }
}
