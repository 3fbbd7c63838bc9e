import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { signUpDemo } from '../demo/account.ts'
import { runLine } from '../demo/line.ts'
import { terminalReporter } from '../demo/reporter.ts'
import { ORGANIZATION } from '../demo/sample.ts'
import type { Config } from '../platform/config/config.ts'
import type { Installation } from '../platform/db/installation.ts'
import type { DatabaseServer } from '../platform/db/server.ts'
import type { RunningServer } from '../server/open-server.ts'
import { ensureDedicatedDemo } from './demo.dedicated.ts'

interface DemoState {
  readonly email: string
  readonly password: string
  readonly campaignId?: string
}

/**
 * Makes the demo organization and runs the main job once. What was reached stands in `demo.json` of the data folder,
 * so a second start only says where to look.
 * @returns what to print once everything runs
 */
export async function ensureDemo(
  server: RunningServer,
  config: Config,
  where: { server: DatabaseServer; installation: Installation },
): Promise<string> {
  const file = path.join(config.dataDir, 'demo.json')
  const known = existsSync(file) ? await readState(file, server) : undefined
  const state = known ?? { email: 'demo@example.com', password: randomBytes(9).toString('base64url') }
  const address = server.address ?? config.publicUrl
  if (known === undefined) await save(file, state)
  if (state.campaignId !== undefined) {
    await ensureDedicatedDemo(server.services, where, state.email)
    return welcome(config, state)
  }
  process.stderr.write(`\nOnce, for the demo: ${ORGANIZATION.name} mails 1,000 people.\n\n`)
  const account = await signUpDemo(address, config.publicUrl, state)
  await ensureDedicatedDemo(server.services, where, state.email)
  const { campaignId } = await runLine(account, terminalReporter(), { origin: address })
  const finished = { ...state, campaignId }
  await save(file, finished)
  return welcome(config, finished)
}

/** What was reached, unless the database is another one by now: then only who signs in. */
async function readState(file: string, { services }: RunningServer): Promise<DemoState> {
  const { campaignId, ...person }: DemoState = JSON.parse(readFileSync(file, 'utf8'))
  const { rowCount } = await services.authPool.query('select from identity.organization where slug = $1', [
    ORGANIZATION.slug,
  ])
  return rowCount === 1 && campaignId !== undefined ? { ...person, campaignId } : person
}

/** Written aside and renamed: a kill leaves the old state or the new one. */
async function save(file: string, state: DemoState): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.new`, file)
}

function welcome({ publicUrl }: Config, { email, password, campaignId }: DemoState): string {
  return `
Lettershop is running.

  Open      ${publicUrl}
  Sign in   ${email}  ${password}
  Campaign  ${publicUrl}/o/${ORGANIZATION.slug}/campaigns/${campaignId}
  API       ${publicUrl}/docs
  Mailbox   ${publicUrl}/mailbox

Ctrl-C stops everything; npm start goes on where it was.
`
}
