import type { Command } from 'commander'

/** `lettershop config`: what this process would run with, secrets hidden. */
export function addConfigCommand(program: Command): void {
  program
    .command('config')
    .description('show every setting with its value; secrets are hidden')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  npm run -s lettershop -- config --json')
    .action(async (options: { json?: true }) => {
      const { describeConfig, loadConfig } = await import('../platform/config/config.ts')
      const lines = describeConfig(loadConfig(process.env))
      if (options.json) process.stdout.write(`${JSON.stringify(lines, null, 2)}\n`)
      else
        for (const { name, value, about } of lines) process.stdout.write(`${name}=${value}\n    ${about}\n`)
    })
}
