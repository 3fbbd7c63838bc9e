export { type AddressGuardOptions, guardedAddress } from './connect/address-guard.ts'
export { openConnection, withConnection } from './connect/client.ts'
export type { ConnectionSettings } from './connect/settings.ts'
export { parseTenantConnectionUrl } from './connect/tenant-url.ts'
export { parseConnectionUrl } from './connect/url.ts'
export {
  type Envelope,
  type EnvelopePlace,
  openEnvelope,
  rewrapEnvelope,
  sealEnvelope,
} from './crypto/envelope.ts'
export { createFileKeyring, createKeyring } from './crypto/keyring.ts'
export {
  credentialsPerKey,
  encryptPlainCredentials,
  type RotationReport,
  rotateCredentials,
} from './crypto/rotation.ts'
export { Secret } from './crypto/secret.ts'
export {
  type Allowed,
  type DoctorOptions,
  type DoctorReport,
  doctor,
  type Finding,
  formatDoctorReport,
} from './doctor/doctor.ts'
export { isRouterError, RouterError, type RouterErrorCode } from './errors.ts'
export {
  checkDrift,
  type Drift,
  type FleetOptions,
  type FleetResult,
  type FleetStatus,
  fleetStatus,
  migrateFleet,
  repairSource,
} from './fleet/fleet.ts'
export { describeSchema, fingerprintOf } from './fleet/schema.ts'
export { isUuid, type TenantId, tenantId } from './ids.ts'
export { createDatabase, dropDatabase } from './migrate/database.ts'
export type { MigrationSource } from './migrate/files.ts'
export { type MigrateOptions, type MigrationReport, migrate, pendingMigrations } from './migrate/migrate.ts'
export { ownMigrations } from './migrate/own-sources.ts'
export { ensureRoles, type LoginRole, type RoleNames, roleNames } from './migrate/roles.ts'
export { assertServingRole } from './migrate/serving-role.ts'
export {
  type ListedSource,
  listSources,
  type NewSource,
  type Provisioning,
  placeTenant,
  provisionDedicated,
  registerSource,
  retireSource,
} from './registry/data-sources.ts'
export { storeCredential } from './registry/store-credential.ts'
export { createTenantRouter } from './router.ts'
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
export { createScopedPool, type ScopedPool } from './scoped-pool.ts'
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
