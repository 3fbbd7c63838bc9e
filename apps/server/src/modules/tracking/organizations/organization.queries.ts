import type pg from 'pg'
import type { PublicOrganization } from './public-organization.ts'

/**
 * Finding an organization before any scope is known is the registry's matter: these run as role auth, like the look-up
 * of an API key, because the serving role sees an organization only from within it.
 */
type Registry = Pick<pg.Pool, 'query'>

export interface RouteRow extends PublicOrganization {
  readonly route_keys: string[]
}

const organizations = (condition: string) => `
  select o.id, o.slug, o.name, o.currency,
         array(select k.route_key from tenancy.route_key k where k.organization_id = o.id) as route_keys
  from identity.organization o
  where o.ready_at is not null and ${condition}`

export async function organizationOfRouteKey(
  registry: Registry,
  routeKey: string,
): Promise<RouteRow | undefined> {
  const { rows } = await registry.query<RouteRow>({
    name: 'tracking_organization_of_route_key',
    text: organizations('o.id = (select k.organization_id from tenancy.route_key k where k.route_key = $1)'),
    values: [routeKey],
  })
  return rows[0]
}

export async function organizationOfSlug(registry: Registry, slug: string): Promise<RouteRow | undefined> {
  const { rows } = await registry.query<RouteRow>({
    name: 'tracking_organization_of_slug',
    text: organizations('o.slug = $1'),
    values: [slug],
  })
  return rows[0]
}

/** Every organization, for the map that outlives the database's absence. */
export async function allRoutes(registry: Registry): Promise<RouteRow[]> {
  const { rows } = await registry.query<RouteRow>(organizations('true'))
  return rows
}
