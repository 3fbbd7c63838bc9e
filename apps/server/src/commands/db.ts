import type { Command } from 'commander'
import { CommandError } from './fail.ts'

/** `lettershop db …`: the databases of the installation. */
export function addDatabaseCommands(program: Command): void {
  const group = program.command('db').description('databases of the installation')

  group
    .command('migrate')
    .description('bring roles, both kinds of database and the queue to this version')
    .option('--json', 'as JSON')
    .option('--dry-run', 'only say what would be applied')
    .addHelpText('after', '\nExample:\n  npm run -s lettershop -- db migrate')
    .action(async (options: { json?: true; dryRun?: true }) => {
      const { runMigrate, runStatus } = await import('./db.migrate.ts')
      await (options.dryRun ? runStatus(options) : runMigrate(options))
    })

  group
    .command('status')
    .description('which migrations are waiting')
    .option('--json', 'as JSON')
    .action(async (options: { json?: true }) => {
      const { runStatus } = await import('./db.migrate.ts')
      await runStatus(options)
    })

  group
    .command('drift')
    .description('where a database differs from the migration files, object by object')
    .option('--json', 'as JSON')
    .action(async (options: { json?: true }) => {
      const { runDrift } = await import('./db.drift.ts')
      await runDrift(options)
    })

  group
    .command('repair')
    .description('migrate a database again after a failure; removes indexes that were left half made')
    .argument('<source>', 'name of the data source')
    .action(async (source: string) => {
      const { runRepair } = await import('./db.repair.ts')
      await runRepair(source)
    })

  group
    .command('seed')
    .description('make the demo organization with its designs and list, where it is not there yet')
    .action(async () => {
      const { runSeed } = await import('./db.seed.ts')
      await runSeed()
    })

  group
    .command('reset')
    .description('throw the embedded database and stored files away')
    .option('--yes', 'do not ask')
    .action(async (options: { yes?: true }) => {
      if (!options.yes)
        throw new CommandError(
          'This deletes every row and file of the installation. Say it again with --yes.',
        )
      const { runReset } = await import('./db.reset.ts')
      await runReset()
    })

  group
    .command('studio')
    .description('open a read-only look into the data in a browser')
    .option('--port <port>', 'port on 127.0.0.1', '4455')
    .addHelpText('after', '\nExample:\n  npm run db:studio')
    .action(async (options: { port: string }) => {
      const { runStudio } = await import('./db.studio.ts')
      await runStudio(Number(options.port))
    })
}
