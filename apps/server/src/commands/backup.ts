import type { Command } from 'commander'

/** `lettershop backup` and `restore`. */
export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('write every row and file of the installation, or of one organization, into a folder')
    .requiredOption('--out <folder>', 'new or empty')
    .option('--org <org>', 'short name or id of the one organization that is wanted')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nKeys are not in it: keep LETTERSHOP_SECRET and LETTERSHOP_KEYS (or secrets.json) elsewhere.',
    )
    .action(async (options: { out: string; org?: string; json?: true }) => {
      const { runBackup } = await import('./backup.run.ts')
      await runBackup(options)
    })

  program
    .command('restore')
    .description('put a backup into a fresh installation, or one organization’s into an empty organization')
    .requiredOption('--from <folder>', 'a backup')
    .option('--org <org>', 'short name or id of the organization that takes it')
    .option('--json', 'as JSON')
    .action(async (options: { from: string; org?: string; json?: true }) => {
      const { runRestore } = await import('./backup.run.ts')
      await runRestore(options)
    })
}
