export { ErrorAnswer } from './error.ts'
export { JOB_STATES, Job } from './job.ts'
export type { ColumnFact, TableFacts } from './kit/column-fact.ts'
export { COMPARISONS, type Comparison, DEFAULT_LIMIT, MAX_LIMIT, pageOf } from './kit/list.ts'
export {
  type FieldRule,
  type Resource,
  type ResourceOptions,
  resource,
  type Table,
  type Verb,
} from './kit/resource.ts'
export {
  assignableRoles,
  isRole,
  may,
  PERMISSIONS,
  type Permission,
  permissionsOf,
  type Resource as PermissionResource,
  ROLES,
  type Role,
} from './permissions.ts'
export * from './resources/audience.ts'
export * from './resources/campaigns.ts'
export * from './resources/design.ts'
export * from './resources/tracking.ts'
