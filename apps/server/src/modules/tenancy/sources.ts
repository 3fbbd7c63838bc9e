import { sql } from '@lettershop/tenant-router'
import type { Services } from '#platform/services.ts'
import { type PoolReport, poolReport } from './connection-report.ts'

/** A data source as the operator sees it: never a credential. */
export interface SourceLine {
  readonly id: string
  readonly name: string
  readonly kind: 'shared' | 'dedicated'
  readonly status: 'active' | 'draining' | 'failed' | 'retired'
  readonly region: string
  readonly host: string
  readonly port: number
  readonly database: string
  readonly foreign_server: boolean
  readonly capacity: number | null
  readonly organizations: number
  readonly replicas: readonly { readonly host: string; readonly port: number; readonly region: string }[]
  readonly migration: {
    readonly state: 'pending' | 'running' | 'current' | 'failed'
    readonly version: string | null
    readonly fingerprint: string | null
    readonly error: string | null
    readonly checked_at: string | null
  }
  readonly pool: PoolReport | null
}

type SourceRow = Omit<SourceLine, 'organizations' | 'pool'>

const SYSTEM = { id: null, role: 'system' }

/** All data sources with their migration state and, where this process uses them, their pools. */
export async function listSourceLines(services: Services): Promise<SourceLine[]> {
  const [{ rows: sources }, { rows: counts }] = await Promise.all([
    services.control.query(
      null,
      SYSTEM,
      sql<SourceRow>`
        select s.id, s.name, s.kind, s.status, s.region, s.host, s.port, s.database, s.foreign_server, s.capacity, s.replicas,
          json_build_object('state', coalesce(m.state, 'pending'), 'version', m.version, 'fingerprint', m.fingerprint,
            'error', m.error, 'checked_at', to_char(m.checked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as migration
        from tenancy.data_source s left join tenancy.database_migration m on m.data_source_id = s.id
        order by s.name`,
    ),
    // Role app sees no organization's placement but the scope's; role auth may count them.
    services.authPool.query<{ id: string; organizations: number }>(
      'select data_source_id as id, count(*)::int as organizations from tenancy.placement group by 1',
    ),
  ])
  const held = new Map(counts.map(({ id, organizations }) => [id, organizations]))
  return sources.map(source => ({
    ...source,
    organizations: held.get(source.id) ?? 0,
    pool: poolReport(services, source.id),
  }))
}
