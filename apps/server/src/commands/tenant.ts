import type { Command } from 'commander'

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

  program
    .command('check-tenant-config')
    .description('the same as `tenant show`, under the name that people know')
    .argument('<org>', 'short name or id')
    .action(async (org: string) => {
      const { runTenantShow } = await import('./tenant.run.ts')
      await runTenantShow(org, 'show', {})
    })
}
