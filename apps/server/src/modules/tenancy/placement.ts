import type pg from 'pg'
import { AppError } from '#platform/errors/app-error.ts'
import { randomRouteKey } from './route-key.ts'

type Connection = Pick<pg.Pool, 'query'>

/**
 * Places a new organization on the shared database of its region that holds the fewest, and gives it a route key.
 * Runs within the transaction that makes the organization, as role auth.
 * @param source name of the data source that takes it, dedicated or shared, whatever its region
 * @throws {AppError} `no_room` when no shared database of the region takes another organization
 */
export async function createOrganizationHome(
  tx: Connection,
  organizationId: string,
  region: string,
  source?: string,
): Promise<{ readonly routeKey: string }> {
  // Two organizations at the same moment may both take the last place: `capacity` is a wish, not a wall.
  const placed = await tx.query(
    `insert into tenancy.placement (organization_id, data_source_id, tenant_id_in_data_source)
     select $1, source.id, $1
     from tenancy.data_source source
     cross join lateral (select count(*) as organizations from tenancy.placement p where p.data_source_id = source.id) held
     where source.status = 'active'
       and (source.name = $3 or ($3::text is null and source.kind = 'shared' and source.region = $2))
       and (source.capacity is null or held.organizations < source.capacity)
     order by held.organizations, source.name
     limit 1`,
    [organizationId, region, source ?? null],
  )
  if (placed.rowCount !== 1) throw new AppError('no_room')
  return { routeKey: await allotRouteKey(tx, organizationId) }
}

/** With half of all keys in use, twenty draws miss once in a million times. */
const DRAWS = 20

/** Gives the organization one more route key. */
export async function allotRouteKey(tx: Connection, organizationId: string): Promise<string> {
  for (let draw = 0; draw < DRAWS; draw++) {
    const candidate = randomRouteKey()
    const { rowCount } = await tx.query(
      'insert into tenancy.route_key (route_key, organization_id) values ($1, $2) on conflict (route_key) do nothing',
      [candidate, organizationId],
    )
    if (rowCount === 1) return candidate
  }
  throw new Error(`no free route key in ${DRAWS} draws: the space is nearly used up`)
}
