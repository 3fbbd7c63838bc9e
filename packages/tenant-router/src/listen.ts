import type pg from 'pg'
import { openConnection } from './connect/client.ts'
import type { ConnectionSettings } from './connect/settings.ts'
import { quoteIdentifier } from './sql-tag.ts'

/** Hears NOTIFY on a connection of its own. See `ScopedPool.listen`. */
export function listen(
  connection: ConnectionSettings,
  channel: string,
  hear: (payload: string | null) => void,
): () => Promise<void> {
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  let over = false
  let pauseMs = 100

  const again = () => {
    client = undefined
    if (over) return
    timer = setTimeout(connect, pauseMs).unref()
    pauseMs = Math.min(10_000, pauseMs * 2)
  }
  const connect = () => {
    opening = openListener(connection, channel, hear)
      .then(opened => {
        if (over) return opened.end()
        client = opened
        pauseMs = 100
        opened.once('end', again)
        // Whatever was said before this moment was not heard.
        hear(null)
      })
      .catch(again)
  }
  let opening: Promise<void> = Promise.resolve()
  connect()
  return async () => {
    over = true
    clearTimeout(timer)
    await opening
    await client?.end().catch(() => {})
  }
}

async function openListener(
  connection: ConnectionSettings,
  channel: string,
  hear: (payload: string) => void,
): Promise<pg.Client> {
  const client = await openConnection({ ...connection, applicationName: 'tenant-router listen' })
  client.on('notification', message => hear(message.payload ?? ''))
  try {
    await client.query(`listen ${quoteIdentifier(channel)}`)
    return client
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
}
