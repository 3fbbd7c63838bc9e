import type pg from 'pg'

/** An organization and where it lives, for the operator's list. Nothing of its contents. */
export interface TenantLine {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly mode: string
  readonly data_source: string | null
  readonly region: string
  readonly state: string | null
  readonly route_key: string | null
  readonly members: number
  readonly created_at: Date
}

/**
 * All organizations with their homes, newest first.
 * @param find part of a slug or name, or a whole id; all when absent
 * @param most how many at most; all when absent
 */
export async function listTenants(
  pool: Pick<pg.Pool, 'query'>,
  find?: string,
  most?: number,
): Promise<TenantLine[]> {
  const { rows } = await pool.query<TenantLine>(
    `select o.id, o.slug, o.name, o.mode, source.name as data_source, o.region, p.state,
            (select min(k.route_key) from tenancy.route_key k where k.organization_id = o.id) as route_key,
            (select count(*)::integer from identity.member m where m.organization_id = o.id) as members,
            o.created_at
     from identity.organization o
     left join tenancy.placement p on p.organization_id = o.id
     left join tenancy.data_source source on source.id = p.data_source_id
     where $1::text is null or o.id::text = $1 or position(lower($1) in o.slug) > 0 or position(lower($1) in lower(o.name)) > 0
     order by o.id desc limit $2::integer`,
    [find ?? null, most ?? null],
  )
  return rows
}
