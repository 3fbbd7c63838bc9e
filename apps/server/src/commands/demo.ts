import type { Command } from 'commander'

/** `lettershop demo`: the whole line through the public HTTP API, as a customer's program would do it. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('from a CSV of 1,000 people to a funnel, step by step, through the HTTP API')
    .option('--url <address>', 'a server that runs already; else one is started for the purpose')
    .option('--key <key>', 'API key of an organization there (ls_live_…)')
    .option('--org <slug>', 'the organization of the key')
    .option('--out <folder>', 'where to put the print file', '.')
    .option('--json', 'one JSON object a step')
    .addHelpText('after', '\nExample:\n  npm run -s lettershop -- demo --json')
    .action(async (options: { url?: string; key?: string; org?: string; out: string; json?: true }) => {
      const { runDemoCommand } = await import('./demo.run.ts')
      await runDemoCommand(options)
    })
}
