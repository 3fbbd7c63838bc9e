import { RouterError, sql, type TenantRouter } from '@lettershop/tenant-router'
import { Browser } from '@lettershop/testkit/browser'
import type { TestApp } from '@lettershop/testkit/test-app'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Services } from '#platform/services.ts'
import { RouteMap } from '../organizations/route-map.ts'
import { inOrganization, makeCampaign, openTrackingApp, PHONE, type TestCampaign } from '../test-tracking.ts'
import { trackerOf } from '../tracker.ts'

let world: TestApp
let router: TenantRouter
beforeAll(async () => {
  world = await openTrackingApp()
  router = world.services.router
})
afterEach(() => use(router))
afterAll(() => world.close())

/** Puts another router under the running server. */
function use(other: TenantRouter): void {
  Object.assign(world.services, { router: other })
}

const everything = (answer: () => Promise<never>): TenantRouter => ({
  ...router,
  withTenant: answer,
  query: answer,
  batch: answer,
})
const down = () =>
  everything(() => Promise.reject(new RouterError('source_unavailable', 'the database is away')))
/** As the router is when the network swallows everything: its own deadline ends the wait. */
const silent = () =>
  everything(async () => {
    await new Promise(done => setTimeout(done, 1_500))
    throw new RouterError('source_unavailable', 'no answer in time')
  })

const phone = { 'user-agent': PHONE, host: '127.0.0.1:4400' }
const scan = (code: string) => new Browser(world.app).get(`/R/${code}`, phone)

const scansOf = (campaign: TestCampaign) =>
  inOrganization<{ piece: string; scans: number }>(
    world,
    world.acme,
    sql`select campaign_recipient_id as piece, count(*) as scans from tracking.event
        where campaign_id = ${campaign.id} and type = 'qr_scan' and is_bot = false group by 1`,
  )

test.each([
  ['refuses', 'refused', down],
  ['does not answer', 'silent', silent],
])(
  'while the database %s, scans are redirected, kept on the disk, and counted exactly once later',
  async (_what, slug, broken) => {
    const { acme, services } = world
    const campaign = await makeCampaign(world, acme, { pieces: 40, slug })
    const { recorder } = await trackerOf(services)
    await scan(campaign.pieces[0]!.code)
    use(broken())
    const answers = await Promise.all(campaign.pieces.slice(1).map(({ code }) => scan(code)))
    for (const [at, answer] of answers.entries()) {
      expect(answer.statusCode).toBe(302)
      expect(answer.headers.location).toBe(`/p/${acme.slug}/?c=${campaign.pieces[at + 1]!.code}`)
    }
    // A code that turns out to be none is told so little as the others, and dropped later.
    expect((await scan(`${campaign.pieces[0]!.code.slice(0, 6)}0000000000000000`)).statusCode).toBe(302)
    const page = await new Browser(world.app).get(answers[0]!.headers.location!, phone)
    expect([page.statusCode, page.headers['retry-after']]).toEqual([503, '5'])
    use(router)
    await Promise.all([recorder.drain(), recorder.drain()])
    await recorder.drain()
    const counted = await scansOf(campaign)
    expect(counted).toHaveLength(40)
    expect(counted.every(row => row.scans === 1)).toBe(true)
  },
  30_000,
)

test('a scan that the database took too late, and the spool took too, counts once', async () => {
  const { acme, services } = world
  const campaign = await makeCampaign(world, acme, { pieces: 1, slug: 'late' })
  const { recorder } = await trackerOf(services)
  const late: Promise<unknown>[] = []
  use({
    ...router,
    withTenant: router.withTenant,
    query: (...call) => {
      const work = new Promise(done => setTimeout(done, 120)).then(() => router.query(...call))
      late.push(work)
      return work
    },
  } as TenantRouter)
  await scan(campaign.pieces[0]!.code)
  await recorder.drain()
  await Promise.all(late)
  use(router)
  await recorder.drain()
  expect(await scansOf(campaign)).toEqual([{ piece: campaign.pieces[0]!.id, scans: 1 }])
})

test('the route map of the disk knows every organization when no database answers', async () => {
  const { services, acme } = world
  const { rows } = await services.authPool.query(
    'select route_key from tenancy.route_key where organization_id = $1',
    [acme.id],
  )
  await (await RouteMap.open(services)).refresh()
  const away = { query: () => Promise.reject(new Error('ECONNREFUSED')) }
  const alone = await RouteMap.open({ ...services, authPool: away } as unknown as Services)
  expect(await alone.ofRouteKey(rows[0].route_key)).toMatchObject({ id: acme.id, slug: acme.slug })
  expect(await alone.ofSlug(acme.slug)).toMatchObject({ id: acme.id })
  await expect(alone.ofRouteKey('00000')).rejects.toThrow()
  const mute = { query: () => new Promise<never>(() => {}) }
  const patient = await RouteMap.open({ ...services, authPool: mute } as unknown as Services)
  expect(await patient.ofRouteKey(rows[0].route_key)).toMatchObject({ id: acme.id })
  await expect(patient.ofSlug('not-known-here')).rejects.toThrow('cannot be reached')
})
