import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { type Actor, sql, type TenantId } from '@lettershop/tenant-router'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { createOrganization, createUser } from '../apps/server/src/modules/identity/index.ts'
import { loadConfig } from '../apps/server/src/platform/config/config.ts'
import { prepareInstallation } from '../apps/server/src/platform/db/installation.ts'
import { openDatabaseServer } from '../apps/server/src/platform/db/server.ts'
import { createLogger } from '../apps/server/src/platform/telemetry/logger.ts'
import { openServer, type RunningServer } from '../apps/server/src/server/open-server.ts'
import type { BenchLine } from './types.ts'

export const name = 'campaign'
export const about =
  '10,000 recipients generated, stored and rendered through API, job and database, as one server'

const PEOPLE = 10_000
const MOST_SECONDS = 15
const MOST_MEGABYTES = 600
/** Longest that a request may wait for the event loop while a campaign renders. */
const MOST_DELAY_MS = 250
const DEMO = path.join(import.meta.dirname, '../demo/designs')
const PASSWORD = 'correct horse battery'
const ORIGIN = 'http://localhost:4400'

/** Generates the sample card for ten thousand people on a real (durable) database, in a server that also listens to requests. */
export async function run(report: (line: BenchLine) => void): Promise<void> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'lettershop-bench-'))
  const config = loadConfig({
    LETTERSHOP_DATA_DIR: dataDir,
    LETTERSHOP_LOG_LEVEL: 'error',
    LETTERSHOP_PUBLIC_URL: ORIGIN,
  })
  const database = await openDatabaseServer(config)
  try {
    const installation = await prepareInstallation(database, config)
    const log = createLogger({ level: 'error', pretty: false })
    const server = await openServer(config, installation, log, { http: 'inject', worker: true })
    try {
      await measure(server, report)
    } finally {
      await server.close()
    }
  } finally {
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(server: RunningServer, report: (line: BenchLine) => void): Promise<void> {
  const customer = await signUp(server)
  const campaign = await prepare(server, customer)
  const memory = watchMemory()
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const start = performance.now()
  const job = await customer.post(`campaigns/${campaign}/generate`, {})
  const result = await customer.ended(String(job['id']))
  const seconds = (performance.now() - start) / 1000
  delay.disable()
  const megabytes = memory()
  if (result['pieces'] !== PEOPLE || result['pages'] !== PEOPLE * 2)
    throw new Error(`the campaign has other figures than expected: ${JSON.stringify(result)}`)
  const line = (metric: string, value: number, unit: string, floor: number | null): BenchLine => ({
    bench: name,
    metric,
    value,
    unit,
    peer: null,
    peer_value: null,
    ratio: null,
    floor,
    ok: floor === null || value <= floor,
  })
  report(line(`${PEOPLE} recipients generated, stored, rendered`, seconds, 's', MOST_SECONDS))
  report(line('most memory of the server, database apart', megabytes, 'MB', MOST_MEGABYTES))
  report(line('longest wait of a request for the event loop', delay.max / 1e6, 'ms', MOST_DELAY_MS))
  report(line('recipients a second', PEOPLE / seconds, '1/s', null))
}

/** @returns ends the watch and gives the most megabytes seen */
function watchMemory(): () => number {
  let most = 0
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss() / 1_000_000)
  }
  look()
  const timer = setInterval(look, 20)
  return () => {
    clearInterval(timer)
    look()
    return most
  }
}

interface Customer {
  readonly organization: TenantId
  post(tail: string, body: object): Promise<Record<string, unknown>>
  upload(tail: string, bytes: Buffer): Promise<void>
  ended(job: string): Promise<Record<string, unknown>>
}

/** Somebody with an organization, calling the API as a program would. */
async function signUp({ app, services }: RunningServer): Promise<Customer> {
  const http = requireApp(app)
  const user = { name: 'Bench', email: 'bench@example.com', password: PASSWORD, email_verified: true }
  const { id } = await createUser(services, user)
  const { id: organization, slug } = await createOrganization(services, { name: 'Bench', ownerId: id })
  const signIn = await http.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    headers: { origin: ORIGIN },
    payload: { email: user.email, password: PASSWORD },
  })
  const cookie = signIn.cookies.map(one => `${one.name}=${encodeURIComponent(one.value)}`).join('; ')
  const call = async (options: InjectOptions): Promise<Record<string, unknown>> => {
    const headers = { origin: ORIGIN, cookie, ...options.headers }
    const answer = await http.inject({ ...options, url: `/v1/orgs/${slug}/${String(options.url)}`, headers })
    if (answer.statusCode >= 400) throw new Error(`${String(options.url)}: ${answer.body}`)
    return answer.json()
  }
  return {
    organization,
    post: (url, payload) => call({ method: 'POST', url, payload }),
    async upload(url, payload) {
      await call({ method: 'POST', url, payload, headers: { 'content-type': 'application/octet-stream' } })
    },
    async ended(job) {
      for (;;) {
        const { state, result, error } = await call({ method: 'GET', url: `jobs/${job}` })
        if (state === 'done') return result as Record<string, unknown>
        if (state === 'failed' || state === 'cancelled') throw new Error(JSON.stringify(error))
        await new Promise(resolve => setTimeout(resolve, 20))
      }
    },
  }
}

function requireApp(app: FastifyInstance | undefined): FastifyInstance {
  if (!app) throw new Error('the server was opened without HTTP')
  return app
}

/** The sample card with its pictures and fonts, a list, and a draft. @returns the campaign's id */
async function prepare({ services }: RunningServer, customer: Customer): Promise<string> {
  const document: { fonts: { file: string }[] } = JSON.parse(
    await readFile(path.join(DEMO, 'spring-opening.json'), 'utf8'),
  )
  for (const file of [...document.fonts.map(font => font.file), 'images/glasshouse-morning.jpg'])
    await customer.upload(
      `assets/upload?name=${encodeURIComponent(path.basename(file))}`,
      await readFile(path.join(DEMO, file)),
    )
  const made = await customer.post('templates', { name: 'Spring opening', document })
  const list = await makeList(services, customer.organization)
  const { template } = made as { template: { id: string } }
  const campaign = await customer.post('campaigns', { template_id: template.id, recipient_list_id: list })
  return String(campaign['id'])
}

async function makeList(services: RunningServer['services'], organization: TenantId): Promise<string> {
  const actor: Actor = { id: null, role: 'system' }
  return services.router.withTenant(organization, actor, async tx => {
    const { id } = await tx.row(sql<{ id: string }>`
      insert into audience.recipient_list (name, recipient_count) values ('Bench', ${PEOPLE}) returning id`)
    await tx.execute(sql`
      insert into audience.recipient
        (list_id, record_number, first_name, last_name, address_line1, city, state, postal_code, duplicate_key, fields)
      select ${id}::uuid, n, (array['Ada','Noemí','Søren','Bartholomew','Ίρις','Jo'])[n % 6 + 1], 'Last' || n,
             n || ' Old Post Road', (array['Keene','Worcester','Brattleboro'])[n % 3 + 1], 'NH', lpad(n::text, 5, '0'),
             'key' || n, jsonb_build_object('member', case when n % 2 = 0 then 'yes' else 'no' end, 'tier', 'a Perennial',
               'offer_code', 'WREN-' || n, 'nearest_shop', 'Mill River', 'visit_date', 'Saturday, April 17')
      from generate_series(1, ${PEOPLE}::integer) n`)
    return id
  })
}
