import type { Command } from 'commander'

/** `lettershop keys …`: the key-encryption keys of stored credentials. */
export function addKeyCommands(program: Command): void {
  const keys = program.command('keys').description('keys that stored credentials are encrypted with')
  const actions = {
    status: 'how many credentials each key protects',
    rotate: 'wrap every credential with the newest key of LETTERSHOP_KEYS; online, resumable',
    encrypt: 'encrypt credentials that are still in plain text',
  } as const
  for (const [action, about] of Object.entries(actions) as [keyof typeof actions, string][])
    keys
      .command(action)
      .description(about)
      .option('--json', 'as JSON')
      .action(async (options: { json?: true }) => {
        const { runKeys } = await import('./keys.run.ts')
        await runKeys(action, options)
      })
  program
    .command('encrypt-tenant-keys')
    .description('the same as `keys encrypt`, under the name that people know')
    .action(async () => {
      const { runKeys } = await import('./keys.run.ts')
      await runKeys('encrypt', {})
    })
}
