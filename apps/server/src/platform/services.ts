import type { ScopedPool, TenantRouter } from '@lettershop/tenant-router'
import type pg from 'pg'
import type { Config } from './config/config.ts'
import type { Mailer } from './mail/mailer.ts'
import type { OrganizationSecrets } from './secrets/organization-secrets.ts'
import type { Storage } from './storage/storage.ts'
import type { Logger } from './telemetry/logger.ts'

export interface Clock {
  now(): Date
}

/** What the composition root makes once and hands to everything else. */
export interface Services {
  readonly config: Config
  readonly log: Logger
  readonly clock: Clock
  /** Tenant databases. */
  readonly router: TenantRouter
  /** Control database as the serving role. */
  readonly control: ScopedPool
  /** Control database as better-auth's role: identity only. */
  readonly authPool: pg.Pool
  readonly storage: Storage
  readonly mailer: Mailer
  readonly secrets: OrganizationSecrets
}
