import type { Command } from 'commander'

export interface CreateOptions {
  name: string
  owner: string
  slug?: string
  source?: string
  dedicated?: true
  region?: string
}

/** `lettershop tenant …`: organizations and where they live. */
export function addTenantCommands(program: Command): void {
  const tenant = program.command('tenant').description('organizations and where they live')

  tenant
    .command('list')
    .description('all organizations with their homes')
    .argument('[find]', 'part of a name or short name')
    .option('--json', 'as JSON')
    .action(async (find: string | undefined, options: { json?: true }) => {
      const { runTenantList } = await import('./tenant.run.ts')
      await runTenantList(find, options)
    })

  for (const name of ['show', 'test'] as const)
    tenant
      .command(name)
      .description(
        name === 'show'
          ? 'where an organization lives; never a credential'
          : 'can its credentials be opened, its database reached and queried',
      )
      .argument('<org>', 'short name or id')
      .option('--json', 'as JSON')
      .action(async (org: string, options: { json?: true }) => {
        const { runTenantShow } = await import('./tenant.run.ts')
        await runTenantShow(org, name, options)
      })

  tenant
    .command('create')
    .description('make an organization, on the emptiest shared database, a named one, or one of its own')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--owner <email>', 'a person who exists: `user create`')
    .option('--slug <slug>', 'short name in addresses')
    .option('--source <name>', 'data source that takes it')
    .option('--dedicated', 'make a database of its own on this server')
    .option('--region <region>', 'region of the shared database')
    .addHelpText(
      'after',
      '\nExample:\n  npm run -s lettershop -- tenant create --name "Harbor & Pine" --owner june@example.com --dedicated',
    )
    .action(async (options: CreateOptions) => {
      const { runTenantCreate } = await import('./tenant.run.ts')
      await runTenantCreate(options)
    })

  tenant
    .command('place')
    .description('give an organization without a home one')
    .argument('<org>', 'short name or id')
    .option('--source <name>', 'data source that takes it; otherwise the emptiest shared one')
    .action(async (org: string, options: { source?: string }) => {
      const { runTenantPlace } = await import('./tenant.run.ts')
      await runTenantPlace(org, options.source)
    })

  program
    .command('check-tenant-config')
    .description('the same as `tenant show`, under the name that people know')
    .argument('<org>', 'short name or id')
    .action(async (org: string) => {
      const { runTenantShow } = await import('./tenant.run.ts')
      await runTenantShow(org, 'show', {})
    })
}
