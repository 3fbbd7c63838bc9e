import type { ConnectionSettings, LoginRole } from '@lettershop/tenant-router'
import { loadConfig } from '#platform/config/config.ts'
import { createLogger } from '#platform/telemetry/logger.ts'
import { openServer } from '../../../server/open-server.ts'

/** What a worker process of a test needs to know; plain data. */
export interface WorkerSpec {
  readonly settings: Readonly<Record<string, string>>
  readonly controlDatabase: string
  readonly tenantDatabase: string
  readonly logins: Readonly<Record<LoginRole, ConnectionSettings>>
}

/** A worker process for tests that kill it: `node test-worker.ts '<WorkerSpec as JSON>'`. */
const spec: WorkerSpec = JSON.parse(process.argv[2] ?? '')
const { controlDatabase, tenantDatabase, logins, settings } = spec
await openServer(
  loadConfig(settings),
  { controlDatabase, tenantDatabase, login: (role, database) => ({ ...logins[role], database }) },
  createLogger({ level: 'silent', pretty: false }),
  { http: 'none', worker: true },
)
