import { type ConnectionSettings, openConnection, type TenantId, tenantId } from '@lettershop/tenant-router'
import type pg from 'pg'

export const WAKE_UP_CHANNEL = 'lettershop_wake_up'
const AT_ONCE = 10_000

/** The wake-up rows of one organization, as they were read. */
export interface WakeUp {
  readonly tenantId: TenantId
  readonly ids: readonly string[]
}

/**
 * The wake-up table of one data source, through a connection of role relay, which may read and delete there and
 * see nothing else.
 */
export class WakeUps {
  readonly #connection: ConnectionSettings
  readonly #onNotify: () => void
  #client: pg.Client | undefined

  constructor(connection: ConnectionSettings, onNotify: () => void) {
    this.#connection = { ...connection, applicationName: 'lettershop relay' }
    this.#onNotify = onNotify
  }

  /** Organizations with something in their outbox, oldest first. Reconnects when the connection was lost. */
  async read(): Promise<WakeUp[]> {
    const client = await this.#connected()
    const { rows } = await client.query<{ tenant_id: string; ids: string[] }>(
      `select tenant_id, array_agg(id) as ids
       from (select tenant_id, id from platform.wake_up order by id limit ${AT_ONCE}) oldest
       group by tenant_id order by min(id::text)`,
    )
    return rows.map(row => ({ tenantId: tenantId(row.tenant_id), ids: row.ids }))
  }

  /**
   * Removes what was read; a row that came in the meantime has another id and stays.
   * @param keepOne leaves one row, where events still wait: enough to look again, and no pile
   */
  async remove({ tenantId: tenant, ids: read }: WakeUp, keepOne: boolean): Promise<void> {
    const ids = keepOne ? read.slice(1) : read
    if (ids.length === 0) return
    const client = await this.#connected()
    await client.query('delete from platform.wake_up where tenant_id = $1 and id = any($2::uuid[])', [
      tenant,
      ids,
    ])
  }

  async close(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => {})
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client
    const client = await openConnection(this.#connection)
    client.on('notification', this.#onNotify)
    client.once('end', () => {
      if (this.#client === client) this.#client = undefined
    })
    await client.query(`listen ${WAKE_UP_CHANNEL}`)
    this.#client = client
    return client
  }
}
