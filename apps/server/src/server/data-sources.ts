import { type ConnectionSettings, sql } from '@lettershop/tenant-router'
import { passwordOnSource, placeOfSource, type SourceAddress } from '#platform/db/source-login.ts'
import type { RelaySource } from '#platform/events/index.ts'
import type { Services } from '#platform/services.ts'
import type { Databases } from './open-services.ts'

interface SourceRow extends SourceAddress {
  readonly id: string
  /** True where the source has logins of its own, because it is on another server. */
  readonly own_logins: boolean
}

/** Every database that holds organizations, as the relay logs in to it. */
export function dataSourcesForRelay(
  services: Services,
  databases: Databases,
): () => Promise<readonly RelaySource[]> {
  return () => sourcesAs('relay', services, databases)
}

/** Every database that holds organizations with a login of this role. One whose address is refused is left out. */
export async function sourcesAs(
  role: 'relay' | 'app',
  services: Services,
  databases: Databases,
): Promise<RelaySource[]> {
  const { rows } = await services.control.query(
    null,
    { id: null, role: 'system' },
    sql<SourceRow>`
      select s.id, s.name, s.host, s.port, s.database, s.tls_mode, s.tls_name, s.tls_ca, s.foreign_server,
        exists (select from tenancy.credential c where c.data_source_id = s.id) as own_logins
      from tenancy.data_source s where s.status in ('active', 'draining')`,
  )
  const found = await Promise.all(
    rows.map(async source => {
      try {
        return { id: source.id, connection: await connectionTo(source, role, services, databases) }
      } catch (error) {
        services.log.warn({ err: error, source: source.id }, 'a data source is left out')
        return undefined
      }
    }),
  )
  return found.filter(source => source !== undefined)
}

async function connectionTo(
  source: SourceRow,
  role: 'relay' | 'app',
  { config }: Services,
  databases: Databases,
): Promise<ConnectionSettings> {
  const login = databases.login(role, source.database)
  if (!source.own_logins) return { ...login, host: source.host, port: source.port }
  const { tls: _, ...plain } = login
  return { ...plain, ...(await placeOfSource(source)), password: passwordOnSource(config, role, source.name) }
}
