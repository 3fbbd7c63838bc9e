import type { ConnectionSettings } from '@lettershop/tenant-router'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { QUEUE_SCHEMA } from './queue-names.ts'

/** How often leases are looked at; the lease itself is 30 s (queue-migration.ts). */
const SECONDS = 5

/**
 * pg-boss' own maintenance: ends leases that nobody renews, deletes what is old. Every worker runs it; pg-boss
 * gives each round to whoever comes first. On a connection of its own: its statements carry their own BEGIN and COMMIT.
 */
export class QueueSupervisor {
  readonly #connection: ConnectionSettings
  readonly #onError: (error: unknown) => void
  #pool: pg.Pool | undefined
  #boss: PgBoss | undefined

  constructor(connection: ConnectionSettings, onError: (error: unknown) => void) {
    this.#connection = connection
    this.#onError = onError
  }

  async start(): Promise<void> {
    const pool = openPool(this.#connection)
    pool.on('error', this.#onError)
    const boss = new PgBoss({
      db: { executeSql: (text, values) => runAlone(pool, text, values) },
      schema: QUEUE_SCHEMA,
      migrate: false,
      createSchema: false,
      schedule: false,
      supervise: true,
      superviseIntervalSeconds: SECONDS,
      monitorIntervalSeconds: SECONDS,
      // The serving role does not own the indexes.
      reindex: false,
      monitorVacuum: false,
    })
    boss.on('error', this.#onError)
    this.#pool = pool
    this.#boss = boss
    await boss.start()
  }

  async stop(): Promise<void> {
    const [boss, pool] = [this.#boss, this.#pool]
    this.#boss = undefined
    this.#pool = undefined
    await boss?.stop({ graceful: false })
    await pool?.end()
  }
}

/** A connection whose BEGIN was left open by a failed statement is thrown away, never given to the next one. */
async function runAlone(pool: pg.Pool, text: string, values?: unknown[]): Promise<{ rows: object[] }> {
  const client = await pool.connect()
  try {
    const result = await client.query<object>(text, values)
    client.release()
    // Several statements in one text give several results; the rows are those of the last that has some.
    return Array.isArray(result) ? { rows: result.flatMap(one => one.rows) } : result
  } catch (error) {
    client.release(true)
    throw error
  }
}

function openPool({ host, port, database, user, password, tls }: ConnectionSettings): pg.Pool {
  const ssl = tls?.mode === 'verify-full' && {
    servername: tls.serverName ?? host,
    ...(tls.ca && { ca: tls.ca }),
  }
  return new pg.Pool({
    host,
    port,
    database,
    user,
    password,
    ssl,
    max: 1,
    application_name: 'lettershop queue supervisor',
  })
}
