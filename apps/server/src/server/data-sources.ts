import { sql } from '@lettershop/tenant-router'
import type { RelaySource } from '#platform/events/index.ts'
import type { Services } from '#platform/services.ts'
import type { Databases } from './open-services.ts'

/** Every database that holds organizations, as the relay logs in to it. */
export function dataSourcesForRelay(
  services: Services,
  databases: Databases,
): () => Promise<readonly RelaySource[]> {
  return async () => {
    const { rows } = await services.control.query<{
      id: string
      host: string
      port: number
      database: string
    }>(
      null,
      { id: null, role: 'system' },
      sql`select id, host, port, database from tenancy.data_source where status in ('active', 'draining')`,
    )
    return rows.map(({ id, host, port, database }) => ({
      id,
      connection: { ...databases.login('relay', database), host, port },
    }))
  }
}
