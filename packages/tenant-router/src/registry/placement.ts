import { RouterError } from '../errors.ts'
import { type TenantId, tenantId } from '../ids.ts'
import type { Actor } from '../scope.ts'
import type { ScopedPool } from '../scoped-pool.ts'
import { sql } from '../sql-tag.ts'

/** A read-only copy of a data source, reached with the same login. */
export interface Replica {
  readonly host: string
  readonly port: number
  readonly region: string
}

/** A data source as the serving process needs it. */
export interface DataSource {
  readonly id: string
  readonly name: string
  readonly kind: 'shared' | 'dedicated'
  readonly region: string
  readonly host: string
  readonly port: number
  readonly database: string
  readonly tls_mode: 'disable' | 'verify-full'
  readonly tls_name: string | null
  readonly tls_ca: string | null
  readonly foreign_server: boolean
  readonly replicas: readonly Replica[]
  readonly connection_pool_config: { readonly min?: number; readonly max?: number }
}

/** A credential as it lies in the registry. */
export interface StoredCredential {
  readonly data_source_id: string
  readonly purpose: 'app' | 'migrator' | 'ops'
  readonly format_version: number
  readonly key_id: string | null
  readonly wrapped_key: string | null
  readonly secret: string
}

/** Where an organization lives. */
export interface Placement {
  readonly source: DataSource
  readonly credential: StoredCredential | null
  /** The id that its rows carry there. */
  readonly localId: TenantId
  readonly state: 'open' | 'fenced' | 'closed'
  readonly epoch: number
}

interface PlacementRow {
  readonly tenant_id_in_data_source: string
  readonly state: Placement['state']
  readonly epoch: number
  readonly source: DataSource
  readonly credential: StoredCredential | null
}

/** The router itself, where it asks the registry. */
export const ROUTER_ACTOR: Actor = { id: null, role: 'router' }

/**
 * Reads one organization's placement, in the organization's own scope: row security shows this process no other.
 * @throws {RouterError} `tenant_unknown`
 */
export async function readPlacement(control: ScopedPool, tenant: TenantId): Promise<Placement> {
  const { rows } = await control.query(
    tenant,
    ROUTER_ACTOR,
    sql<PlacementRow>`
      select p.tenant_id_in_data_source, p.state, p.epoch, to_jsonb(s) as source, to_jsonb(c) as credential
      from tenancy.placement p
      join tenancy.data_source s on s.id = p.data_source_id
      left join tenancy.credential c on c.data_source_id = s.id and c.purpose = 'app'
      where p.organization_id = ${tenant}`.named('tr_placement'),
    { waitMs: 5_000 },
  )
  const row = rows[0]
  if (!row) throw new RouterError('tenant_unknown', 'the organization has no placement')
  const { source, credential, state, epoch } = row
  return { source, credential, state, epoch, localId: tenantId(row.tenant_id_in_data_source) }
}
