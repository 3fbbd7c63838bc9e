import { randomBytes } from 'node:crypto'
import {
  type ConnectionSettings,
  createDatabase,
  dropDatabase,
  type LoginRole,
  parseConnectionUrl,
  type RoleNames,
  roleNames,
  withConnection,
} from '@lettershop/tenant-router'
import { inject } from 'vitest'
import { CONTROL_TEMPLATE, ROLE_PREFIX, TENANT_TEMPLATE } from './test-server.ts'

/** Databases of one test file: a control database, a shared tenant database, and a second tenant database. */
export interface TestDatabases {
  readonly roles: RoleNames
  readonly control: string
  /** Two organizations share this one. */
  readonly shared: string
  /** The third one lives here. */
  readonly other: string
  login(role: LoginRole, database: string): ConnectionSettings
  superuser(database: string): ConnectionSettings
  drop(): Promise<void>
}

/** Clones the migrated templates (18 ms each on memory) and registers both tenant databases as data sources. */
export async function openTestDatabases(): Promise<TestDatabases> {
  const { superuserUrl, password } = inject('server')
  const admin = parseConnectionUrl(superuserUrl)
  const roles = roleNames(ROLE_PREFIX)
  const suffix = randomBytes(5).toString('hex')
  const names = { control: `control_${suffix}`, shared: `shared_${suffix}`, other: `other_${suffix}` }
  await clone(admin, names.control, CONTROL_TEMPLATE)
  await clone(admin, names.shared, TENANT_TEMPLATE)
  await clone(admin, names.other, TENANT_TEMPLATE)
  const login = (role: LoginRole, database: string): ConnectionSettings => ({
    ...admin,
    database,
    user: roles[role],
    password,
  })
  await withConnection(login('ops', names.control), client =>
    client.query(
      `insert into tenancy.data_source (name, kind, host, port, database)
       values ('shared-1', 'shared', $1, $2, $3), ('shared-2', 'shared', $1, $2, $4)`,
      [admin.host, admin.port, names.shared, names.other],
    ),
  )
  return {
    ...names,
    roles,
    login,
    superuser: database => ({ ...admin, database }),
    async drop() {
      for (const name of Object.values(names)) await dropDatabase(admin, name)
    },
  }
}

async function clone(admin: ConnectionSettings, name: string, template: string): Promise<void> {
  await createDatabase(admin, name, { roles: roleNames(ROLE_PREFIX), template, strategy: 'file_copy' })
}
