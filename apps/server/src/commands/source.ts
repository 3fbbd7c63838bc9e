import type { Command } from 'commander'
import { CommandError } from './fail.ts'

export interface AddOptions {
  url?: string
  trusted?: true
  shared?: true
  region?: string
  capacity?: number
  replica?: string[]
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new CommandError(`${text} is not a whole number above 0.`)
  return value
}

/** `lettershop source …`: the databases in which organizations live. */
export function addSourceCommands(program: Command): void {
  const source = program.command('source').description('databases in which organizations live')

  source
    .command('add')
    .description('make a database on the own server, or register one on another server')
    .argument('<name>', 'lower-case letters, digits, hyphens')
    .option(
      '--url <url>',
      'a database on another server; `-` reads it from standard input, where no history keeps it',
    )
    .option('--trusted', 'with --url: a server of your own network; private addresses and no TLS are allowed')
    .option('--shared', 'for many organizations; otherwise dedicated to one')
    .option('--region <region>', 'region it stands in', 'default')
    .option('--capacity <n>', 'most organizations it takes', wholeNumber)
    .option('--replica <host:port:region...>', 'read-only copies of it')
    .addHelpText(
      'after',
      '\nExamples:\n  npm run -s lettershop -- source add acme-own\n  npm run -s lettershop -- source add eu-1 --shared --region eu --url - < url.txt',
    )
    .action(async (name: string, options: AddOptions) => {
      const { runSourceAdd } = await import('./source.run.ts')
      await runSourceAdd(name, options)
    })

  source
    .command('list')
    .description('all of them with region, organizations and migration state')
    .option('--json', 'as JSON')
    .action(async (options: { json?: true }) => {
      const { runSourceList } = await import('./source.run.ts')
      await runSourceList(options)
    })

  source
    .command('test')
    .description('can its logins be opened, the database reached, and is the serving role safe')
    .argument('<name>')
    .option('--json', 'as JSON')
    .action(async (name: string, options: { json?: true }) => {
      const { runSourceTest } = await import('./source.run.ts')
      await runSourceTest(name, options)
    })

  source
    .command('retire')
    .description('take an empty one out of use; its database stays')
    .argument('<name>')
    .action(async (name: string) => {
      const { runSourceRetire } = await import('./source.run.ts')
      await runSourceRetire(name)
    })
}
