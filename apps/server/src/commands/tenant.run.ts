import { createScopedPool, createTenantRouter, tenantId, withConnection } from '@lettershop/tenant-router'
import { listTenants, type TenantLine } from '../modules/tenancy/index.ts'
import { describeInstallation, type Installation } from '../platform/db/installation.ts'
import { CommandError } from './fail.ts'
import { withDatabaseServer } from './with-server.ts'

interface Options {
  json?: true
}

const tenantsOf = ({ login, controlDatabase }: Installation, find?: string): Promise<TenantLine[]> =>
  withConnection(login('ops', controlDatabase), client => listTenants(client, find))

/** Prints organizations, newest first. */
export async function runTenantList(find: string | undefined, { json }: Options): Promise<void> {
  const tenants = await withDatabaseServer((server, config) =>
    tenantsOf(describeInstallation(server, config), find),
  )
  if (json) process.stdout.write(`${JSON.stringify(tenants, null, 2)}\n`)
  else if (tenants.length === 0) process.stdout.write('There is no organization yet.\n')
  else
    for (const one of tenants)
      process.stdout.write(
        `${one.slug.padEnd(24)} ${one.name.padEnd(32)} ${one.data_source ?? 'no home'} ${one.state ?? ''} ${one.id}\n`,
      )
}

/** Prints where one lives, or tests the way there step by step (exit 1 when a step fails). */
export async function runTenantShow(org: string, what: 'show' | 'test', { json }: Options): Promise<void> {
  const facts = await withDatabaseServer(async (server, config) => {
    const installation = describeInstallation(server, config)
    const found = (await tenantsOf(installation)).find(one => one.slug === org || one.id === org)
    if (!found)
      throw new CommandError(`There is no organization called ${org}. \`tenant list\` shows them all.`)
    const { user, password } = installation.login('app', installation.tenantDatabase)
    const control = createScopedPool(installation.login('app', installation.controlDatabase))
    const router = createTenantRouter({ control, credentials: { user, password } })
    try {
      const id = tenantId(found.id)
      return what === 'show'
        ? { ...found, ...(await router.getTenantConnectionInfo(id)) }
        : await router.testTenantConnection(id)
    } finally {
      await router.close()
      await control.close()
    }
  })
  if (json) process.stdout.write(`${JSON.stringify(facts, null, 2)}\n`)
  else
    for (const [name, value] of Object.entries(facts))
      process.stdout.write(`${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}\n`)
  if ('success' in facts && !facts.success) process.exitCode = 1
}
