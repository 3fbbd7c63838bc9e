import { randomBytes } from 'node:crypto'
import { withConnection } from '@lettershop/tenant-router'
import { FlightWriter } from '@lettershop/tenant-router/tx/wire'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { belongsToOrganization, type Route } from '#platform/http/route.ts'
import { createLogger } from '#platform/telemetry/logger.ts'
import { allRoutes } from './open-server.ts'
import { fillOrganization, fillTheRest, idsOf } from './test-sentinel.ts'

/**
 * Acme's every text holds a word that exists nowhere else. Then strangers ask every GET route of their own
 * organizations with acme's ids, and the word is searched wherever something comes out.
 */
const MARK = `zq${randomBytes(6).toString('hex')}`
const log: string[] = []

let world: TestApp
let gets: Route[]
/** An address of each route that shows acme's owner something, below the organization. */
const known = new Map<string, string>()

beforeAll(async () => {
  world = await openTestApp({
    log: createLogger({ level: 'trace', pretty: false, destination: { write: line => void log.push(line) } }),
  })
  gets = allRoutes(world.config).filter(one => one.method === 'GET' && belongsToOrganization(one))
  await fillOrganization(world.acme, MARK)
  await fillTheRest(world, MARK)
  await findAddresses(await idsOf(world))
}, 120_000)
afterAll(() => world.close())

/** Streams without end; their access is held by the tests of jobs. */
const ENDLESS = new Set(['/v1/orgs/{org}/jobs/{id}/events'])

/** For each route with ids: combinations of acme's ids that its owner is shown. */
async function findAddresses(ids: readonly string[]): Promise<void> {
  for (const { path } of gets) {
    if (ENDLESS.has(path)) continue
    const tail = path.replace('/v1/orgs/{org}', '')
    const address = await fillIn(tail.replace('{version}', '1'), ids)
    if (address !== undefined) known.set(path, address)
  }
}

async function fillIn(tail: string, ids: readonly string[]): Promise<string | undefined> {
  const shown = async (filled: string) =>
    (await world.acme.owner.get(`/v1/orgs/${world.acme.slug}${filled}`)).statusCode === 200
  const [first] = /\{\w+\}/.exec(tail) ?? []
  if (first === undefined) return (await shown(tail)) ? tail : undefined
  for (const id of ids) {
    const once = tail.replace(first, id)
    const [second] = /\{\w+\}/.exec(once) ?? []
    if (second === undefined) {
      if (await shown(once)) return once
      continue
    }
    // A route below another one: the outer id alone must be shown before the inner ones are tried.
    if (!(await shown(once.slice(0, once.indexOf(id) + id.length)))) continue
    for (const inner of ids) if (await shown(once.replace(second, inner))) return once.replace(second, inner)
  }
  return undefined
}

test('every GET route has an address that shows acme something', () => {
  const missing = gets.filter(({ path }) => !ENDLESS.has(path) && !known.has(path)).map(one => one.path)
  expect(missing).toEqual([])
  console.log(
    `sentinel: ${known.size} of ${gets.length - ENDLESS.size} GET routes walked with acme's own ids`,
  )
})

test('positive control: acme itself is shown the word', async () => {
  let shown = 0
  for (const tail of known.values()) {
    const { body } = await world.acme.owner.get(`/v1/orgs/${world.acme.slug}${tail}`)
    if (body.includes(MARK)) shown++
  }
  expect(shown).toBeGreaterThan(15)
})

/** Asks every route as a stranger with acme's ids. @returns routes that told something */
async function leaks(name: 'neighbour' | 'faraway'): Promise<string[]> {
  const { owner, slug } = world[name]
  const found: string[] = []
  for (const [path, tail] of known) {
    const { statusCode, body, headers } = await owner.get(`/v1/orgs/${slug}${tail}`)
    const withIds = /\{\w+\}/.test(path.replace('{org}', ''))
    const told = `${body}${JSON.stringify(headers)}`
    if (statusCode !== (withIds ? 404 : 200)) found.push(`${path}: ${statusCode}`)
    else if (told.includes(MARK) || told.includes(world.acme.id)) found.push(`${path}: shows acme`)
  }
  return found
}

test.each(['neighbour', 'faraway'] as const)('%s finds nothing of acme under acme’s ids', async name => {
  expect(await leaks(name)).toEqual([])
})

describe('with every tenant_id predicate taken out of the queries (RLS-10)', () => {
  const PREDICATE = /(?:"?\w+"?\.)?"?tenant_id"?\s*=\s*"?platform"?\."?tenant_id"?\(\)/g
  const parse = FlightWriter.prototype.parse
  const taken = new Set<string>()

  beforeAll(async () => {
    FlightWriter.prototype.parse = function (statement) {
      if (PREDICATE.test(statement.text)) taken.add(statement.text)
      parse.call(this, { ...statement, text: statement.text.replaceAll(PREDICATE, 'true') })
    }
    // New connections: what they had prepared holds the old text.
    await world.services.router.clearAllCaches()
  })
  afterAll(async () => {
    FlightWriter.prototype.parse = parse
    await world.services.router.clearAllCaches()
  })

  test('nothing leaks: row security is the boundary', async () => {
    expect(await leaks('neighbour')).toEqual([])
    expect(taken.size).toBeGreaterThan(20)
    console.log(
      `figure: tenant_id taken out of ${taken.size} statements, ${known.size} routes walked, 0 leaks`,
    )
  })

  test('negative control: with the policies opened too, the same walk finds leaks', async () => {
    await policies('true')
    const found = await leaks('neighbour').finally(() => policies('tenant_id = platform.tenant_id()'))
    expect(found.length).toBeGreaterThan(15)
  })
})

async function policies(expression: string): Promise<void> {
  await withConnection(world.databases.superuser(world.databases.shared), async client => {
    const { rows } = await client.query<{ text: string }>(
      "select format('alter policy %I on %s using (%s)', polname, polrelid::regclass, $1::text) as text from pg_policy where polname = 'tenant_isolation'",
      [expression],
    )
    for (const { text } of rows) await client.query(text)
  })
}

test('no line of the log, at trace level, holds the word', async () => {
  const { owner, slug } = world.acme
  for (const tail of ['campaigns', 'templates', 'recipients', 'landing-pages', 'conversions', 'teams'])
    await owner.post(`/v1/orgs/${slug}/${tail}`, {
      name: MARK,
      slug: `'${MARK}`,
      document: MARK,
      [MARK]: MARK,
    })
  // PostgreSQL's message quotes the value: invalid input syntax for type date: "zq…".
  const alter = (text: string) =>
    withConnection(world.databases.superuser(world.databases.shared), client => client.query(text))
  await alter(`create function campaigns.sabotage() returns trigger language plpgsql as $$
    begin perform new.body::date; return new; end $$;
    grant execute on function campaigns.sabotage() to public;
    create trigger sabotage before insert on campaigns.comment for each row execute function campaigns.sabotage()`)
  const campaign = known.get('/v1/orgs/{org}/campaigns/{id}')
  const broken = await owner.post(`/v1/orgs/${slug}${campaign}/comments`, { body: `${MARK} again` })
  await alter('drop function campaigns.sabotage() cascade')
  expect(broken.statusCode).toBe(500)
  expect(broken.body).not.toContain(MARK)
  expect(log.length).toBeGreaterThan(0)
  expect(log.filter(line => line.includes(MARK)).map(line => line.slice(0, 400))).toEqual([])
})

test('no job payload, no dead letter, and no other organization’s file holds the word', async () => {
  await withConnection(world.databases.superuser(world.databases.control), async client => {
    const { rows } = await client.query<{ text: string }>('select t::text as text from queue.job t')
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(row => row.text.includes(MARK))).toEqual([])
  })
  for (const { id } of [world.neighbour, world.faraway])
    for await (const file of world.services.storage.list(`${id}/`))
      expect((await world.services.storage.read(file.key)).includes(MARK), file.key).toBe(false)
})
