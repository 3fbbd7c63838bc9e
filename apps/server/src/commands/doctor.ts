import type { Command } from 'commander'

/** `lettershop doctor`: looks for what could let one organization see another's rows. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description("look for holes in isolation: in this installation, or in anybody's PostgreSQL with --url")
    .option('--url <postgres-url>', 'another database to look at; nothing is changed there')
    .option('--tenant-column <name...>', 'column that says whose row it is, with --url')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npm run -s lettershop -- doctor --json\n  npm run -s lettershop -- doctor --url postgres://me:secret@db.example/shop',
    )
    .action(async (options: { url?: string; tenantColumn?: string[]; json?: true }) => {
      const { runDoctor } = await import('./doctor.run.ts')
      await runDoctor(options)
    })
}
