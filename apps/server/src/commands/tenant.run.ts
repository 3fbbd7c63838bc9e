import {
  createKeyring,
  createScopedPool,
  createTenantRouter,
  placeTenant,
  tenantId,
  withConnection,
} from '@lettershop/tenant-router'
import { createOrganization, userIdOf } from '../modules/identity/index.ts'
import { listTenants, type TenantLine } from '../modules/tenancy/index.ts'
import { addOwnSource } from '../platform/db/add-source.ts'
import { describeInstallation, type Installation } from '../platform/db/installation.ts'
import { CommandError } from './fail.ts'
import type { CreateOptions } from './tenant.ts'
import { withDatabaseServer } from './with-server.ts'
import { withServices } from './with-services.ts'

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
    const keys = createKeyring(config.keyRing)
    const router = createTenantRouter({ control, keys, credentials: { user, password } })
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

/** Makes an organization for a person who exists; its owner may sign in and use it at once. */
export async function runTenantCreate({
  name,
  owner,
  slug,
  source,
  dedicated,
  region,
}: CreateOptions): Promise<void> {
  if (dedicated && source !== undefined) throw new CommandError('Say --dedicated or --source, not both.')
  await withServices(async (services, { installation, server }) => {
    const ownerId = await userIdOf(services.authPool, owner)
    const home = dedicated ? `own-${Date.now().toString(36)}` : source
    if (dedicated && home !== undefined)
      await withConnection(installation.login('ops', installation.controlDatabase), control =>
        addOwnSource(control, server, installation, {
          name: home,
          kind: 'dedicated',
          ...(region === undefined ? {} : { region }),
        }),
      )
    const made = await createOrganization(services, { name, slug, ownerId, region, source: home })
    process.stdout.write(`Made ${made.name} (${made.slug})${home === undefined ? '' : ` in ${home}`}.\n`)
  })
}

/** Places an organization that has no home, and opens it. One that has a home stays there. */
export async function runTenantPlace(org: string, source: string | undefined): Promise<void> {
  await withServices(async (services, { installation }) => {
    const found = (await tenantsOf(installation)).find(one => one.slug === org || one.id === org)
    if (!found)
      throw new CommandError(`There is no organization called ${org}. \`tenant list\` shows them all.`)
    if (found.data_source !== null)
      throw new CommandError(`${found.slug} lives in ${found.data_source} already; placing does not move it.`)
    const id = tenantId(found.id)
    const placed = await withConnection(installation.login('ops', installation.controlDatabase), control =>
      placeTenant(control, id, { ...(source === undefined ? {} : { source }) }),
    )
    await services.router.settle(id)
    process.stdout.write(`${found.slug} lives in ${placed} now.\n`)
  })
}
