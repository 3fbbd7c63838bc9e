import type { Command } from 'commander'

/** `lettershop user …` and `operator create`: people, from the command line of whoever runs the installation. */
export function addUserCommands(program: Command): void {
  const user = program.command('user').description('people who sign in')

  user
    .command('create')
    .description('make a person; the password is read from standard input')
    .requiredOption('--email <address>', 'address to sign in with')
    .requiredOption('--name <name>', 'name to show')
    .option('--organization <name>', 'make an organization of this name, owned by the person')
    .addHelpText(
      'after',
      "\nExample:\n  echo 'a long password' | npm run -s lettershop -- user create --email ann@example.com --name Ann --organization 'Acme'",
    )
    .action(async (options: { email: string; name: string; organization?: string }) => {
      const { runUserCreate } = await import('./user.run.ts')
      await runUserCreate(options)
    })

  user
    .command('reset')
    .description('set a new password (read from standard input) and end every session')
    .requiredOption('--email <address>', 'whose')
    .option('--two-factor', 'also take the second factor away')
    .action(async (options: { email: string; twoFactor?: true }) => {
      const { runUserReset } = await import('./user.run.ts')
      await runUserReset(options)
    })

  program
    .command('operator')
    .description('who runs the installation')
    .command('create')
    .description('let a person run the installation')
    .requiredOption('--email <address>', 'of an existing account')
    .action(async (options: { email: string }) => {
      const { runOperatorCreate } = await import('./user.run.ts')
      await runOperatorCreate(options)
    })
}
