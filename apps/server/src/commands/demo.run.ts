import { randomBytes } from 'node:crypto'
import { signUpDemo } from '../demo/account.ts'
import type { Account } from '../demo/client.ts'
import { runLine } from '../demo/line.ts'
import { jsonReporter, terminalReporter } from '../demo/reporter.ts'
import { ORGANIZATION } from '../demo/sample.ts'
import { loadConfig } from '../platform/config/config.ts'
import { prepareInstallation } from '../platform/db/installation.ts'
import { openDatabaseServer } from '../platform/db/server.ts'
import { createLogger } from '../platform/telemetry/logger.ts'
import { openServer } from '../server/open-server.ts'
import { CommandError } from './fail.ts'

interface DemoOptions {
  url?: string
  key?: string
  org?: string
  out: string
  json?: true
}

/** Runs the line against a running server, or starts one of its own on a free port. */
export async function runDemoCommand(options: DemoOptions): Promise<void> {
  const report = options.json ? jsonReporter() : terminalReporter(process.stdout)
  const run = async (account: Account) => {
    await runLine(account, report, { out: options.out, origin: account.url })
  }
  if (options.url !== undefined) {
    if (!options.key || !options.org)
      throw new CommandError('With --url name an organization and its key: --org acme --key ls_live_…')
    return run({ url: options.url.replace(/\/+$/, ''), org: options.org, key: options.key })
  }
  const config = loadConfig({ ...process.env, PORT: '0' })
  const database = await openDatabaseServer(config)
  try {
    const installation = await prepareInstallation(database, config)
    const server = await openServer(config, installation, createLogger({ level: 'warn' }), {
      http: 'listen',
      worker: true,
    })
    try {
      const suffix = randomBytes(4).toString('hex')
      await run(
        await signUpDemo(server.address!, config.publicUrl, {
          email: `demo-${suffix}@example.com`,
          slug: `${ORGANIZATION.slug}-${suffix}`,
          password: randomBytes(9).toString('base64url'),
        }),
      )
    } finally {
      await server.close()
    }
  } finally {
    await database.stop()
  }
}
