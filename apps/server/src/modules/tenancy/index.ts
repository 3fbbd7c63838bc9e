export { allotRouteKey, createOrganizationHome } from './placement.ts'
export { ROUTE_KEY_LENGTH, randomRouteKey } from './route-key.ts'
export { listTenants, type TenantLine } from './tenants.ts'
