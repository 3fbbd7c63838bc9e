export type { ConnectionSettings } from './connection-settings.ts'
export { isRouterError, RouterError, type RouterErrorCode } from './errors.ts'
export { isUuid, type TenantId, tenantId } from './ids.ts'
export type {
  Duration,
  KeyProvider,
  PoolOptions,
  RouterStats,
  SourceStats,
  TenantClient,
  TenantConnectionInfo,
  TenantConnectionTest,
  TenantRouter,
  TenantRouterOptions,
} from './router.types.ts'
export type { Actor } from './scope.ts'
export type { ScopedPool } from './scoped-pool.ts'
export { quoteIdentifier, quoteLiteral, type SqlFragment, sql } from './sql-tag.ts'
export {
  type CompilableStatement,
  json,
  type Result,
  type Results,
  type RowOf,
  type Statement,
  type TextStatement,
} from './statement.ts'
export type { ControlTx, ScopedTx, TenantTx, TransactionOptions } from './transaction.ts'
