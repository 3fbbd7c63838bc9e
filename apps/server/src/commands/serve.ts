import type { Command } from 'commander'

/** `start`, `serve`, `worker`, `dev`, `build`: the commands that keep running, and what they need built. */
export function addServeCommands(program: Command): void {
  program
    .command('start')
    .description('everything in one process: database, demo organization, API, worker and web app')
    .option('--no-demo', 'without the demo organization')
    .addHelpText('after', '\nExample:\n  PORT=4500 npm start')
    .action(async (options: { demo: boolean }) => {
      const { runStart } = await import('./serve.start.ts')
      await runStart({ demo: options.demo })
    })

  program
    .command('serve')
    .description('API and web app on prepared databases (run `db migrate` first)')
    .option('--with-worker', 'run jobs in this process too')
    .action(async (options: { withWorker?: true }) => {
      const { runServe } = await import('./serve.run.ts')
      await runServe({ http: 'listen', worker: options.withWorker === true })
    })

  program
    .command('worker')
    .description('runs jobs; any number of them on any number of machines')
    .action(async () => {
      const { runServe } = await import('./serve.run.ts')
      await runServe({ http: 'none', worker: true })
    })

  program
    .command('dev')
    .description('the same as start, with the web app rebuilt in the browser as you edit it')
    .action(async () => {
      const { runDev } = await import('./serve.dev.ts')
      await runDev()
    })

  program
    .command('build')
    .description('build the web app')
    .action(async () => {
      const { ensureWebBuilt } = await import('../platform/web/ensure-built.ts')
      await ensureWebBuilt(step => process.stderr.write(`${step}\n`))
    })
}
