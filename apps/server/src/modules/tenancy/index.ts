import type { Route } from '#platform/http/route.ts'
import { operatorRoutes } from './operator.routes.ts'

export { allotRouteKey, createOrganizationHome } from './placement.ts'
export { ROUTE_KEY_LENGTH, randomRouteKey } from './route-key.ts'
export { listTenants, type TenantLine } from './tenants.ts'

export const routes: readonly Route[] = operatorRoutes
