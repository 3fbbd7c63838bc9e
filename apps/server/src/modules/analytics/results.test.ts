import { type SqlFragment, sql, type TenantTx, tenantId, withConnection } from '@lettershop/tenant-router'
import type { TestApp } from '@lettershop/testkit/test-app'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCampaign, openTrackingApp, type TestCampaign } from '../tracking/test-tracking.ts'
import { selectFunnel } from './funnel.queries.ts'

let world: TestApp
let pages = 0
beforeAll(async () => {
  world = await openTrackingApp()
})
afterAll(() => world.close())

const PIECES = 6
const SEEDS = 2

interface Happening {
  kind: 'qr_scan' | 'page_view' | 'button_click' | 'conversion'
  /** Piece by place; the last ones are seeds; null where none is known. */
  piece: number | null
  bot: boolean
  value: number | null
  currency: string
  day: number
}

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom('qr_scan', 'page_view', 'button_click', 'conversion'),
  piece: fc.option(fc.nat({ max: PIECES + SEEDS - 1 }), { freq: 8 }),
  bot: fc.boolean(),
  value: fc.option(fc.nat({ max: 100_000 })),
  currency: fc.constantFrom('USD', 'EUR'),
  day: fc.nat({ max: 3 }),
})

/** The funnel as a person would count it, row by row. */
function byHand(happenings: readonly Happening[]) {
  const people = happenings.filter(({ piece }) => piece === null || piece < PIECES)
  const real = (kind: Happening['kind'], from = people) =>
    from.filter(one => one.kind === kind && (kind === 'conversion' || !one.bot))
  const pieces = (from: readonly Happening[]) =>
    new Set(from.flatMap(({ piece }) => (piece === null ? [] : [piece]))).size
  const seeds = happenings.filter(({ piece }) => piece !== null && piece >= PIECES)
  const worth = new Map<string, number>()
  for (const { value, currency } of real('conversion'))
    if (value !== null) worth.set(currency, (worth.get(currency) ?? 0) + value)
  const known = (from: readonly Happening[]) => from.filter(({ piece }) => piece !== null)
  return {
    pieces: PIECES,
    scanned: pieces(real('qr_scan')),
    visited: pieces(real('page_view')),
    converted: pieces(real('conversion')),
    conversions: real('conversion').length,
    value: [...worth].sort().map(([currency, value]) => ({ currency, value })),
    scans: known(real('qr_scan')).length,
    visits: known(real('page_view')).length,
    bots: happenings.filter(one => one.kind !== 'conversion' && one.bot).length,
    seeds: {
      pieces: SEEDS,
      scanned: pieces(real('qr_scan', seeds)),
      visited: pieces(real('page_view', seeds)),
      converted: pieces(real('conversion', seeds)),
    },
    lost: 0,
  }
}

async function write(campaign: TestCampaign, happenings: readonly Happening[]): Promise<void> {
  await world.services.router.withTenant(tenantId(world.acme.id), { id: null, role: 'system' }, async tx => {
    for (const { kind, piece, bot, value, currency, day } of happenings) {
      const id = piece === null ? null : campaign.pieces[piece]!.id
      const at = `2026-11-${10 + day}T12:00:00Z`
      await tx.execute(
        kind === 'conversion'
          ? sql`insert into tracking.conversion (type, value, currency, campaign_id, campaign_recipient_id, occurred_at)
                  values ('other', ${value}, ${value === null ? null : currency}, ${campaign.id}, ${id}, ${at})`
          : sql`insert into tracking.event (id, type, campaign_id, campaign_recipient_id, occurred_at, is_bot, bot_class)
                  values (platform.uuid_v7(), ${kind}, ${campaign.id}, ${id}, ${at}, ${bot}, ${bot ? 'crawler' : null})`,
      )
    }
  })
}

const read = async (path: string) =>
  (await world.acme.owner.get(`/v1/orgs/${world.acme.slug}/campaigns/${path}`)).json()

test('the funnel is what counting the rows by hand gives, and days and areas add up to it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { maxLength: 40 }), async happenings => {
      const campaign = await makeCampaign(world, world.acme, {
        pieces: PIECES,
        seeds: SEEDS,
        slug: `results-${++pages}`,
      })
      await write(campaign, happenings)
      const expected = byHand(happenings)
      const { campaign_id, ...funnel } = await read(`${campaign.id}/funnel`)
      expect(funnel).toEqual(expected)
      for (const by of ['zip3', 'state']) {
        const { data } = await read(`${campaign.id}/results/areas?by=${by}`)
        for (const step of ['pieces', 'scanned', 'visited', 'converted'] as const)
          expect(data.reduce((sum: number, area: Record<string, number>) => sum + area[step]!, 0)).toBe(
            expected[step],
          )
      }
      const { data: days } = await read(`${campaign.id}/timeline`)
      const scansByDay = happenings.filter(
        one => one.kind === 'qr_scan' && !one.bot && (one.piece ?? 0) < PIECES,
      )
      expect(days.reduce((sum: number, day: { scans: number }) => sum + day.scans, 0)).toBe(scansByDay.length)
    }),
    { numRuns: 25, seed: 1848 },
  )
})

test('events come page by page, each once, and can be narrowed down', async () => {
  const campaign = await makeCampaign(world, world.acme, { pieces: PIECES, slug: 'listed' })
  const happenings: Happening[] = Array.from({ length: 25 }, (_, at) => ({
    kind: at % 2 === 0 ? 'qr_scan' : 'page_view',
    piece: at % PIECES,
    bot: at % 5 === 0,
    value: null,
    currency: 'USD',
    day: 0,
  }))
  await write(campaign, happenings)
  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const page = await read(`${campaign.id}/events?limit=7${cursor}`)
    seen.push(...page.data.map((event: { id: string }) => event.id))
    if (page.next === null) break
    cursor = `&cursor=${page.next}`
  }
  expect(seen).toHaveLength(25)
  expect(new Set(seen).size).toBe(25)
  expect(seen).toEqual([...seen].sort().reverse())
  expect((await read(`${campaign.id}/events?is_bot=true`)).data).toHaveLength(5)
  expect((await read(`${campaign.id}/events?type=page_view`)).data).toHaveLength(12)
})

test('the funnel of one campaign among many reads its own rows only, through the index', async () => {
  const campaign = await makeCampaign(world, world.acme, { pieces: PIECES, slug: 'planned' })
  const { databases, services, acme } = world
  const inAcme = <T>(work: (tx: TenantTx) => Promise<T>) =>
    services.router.withTenant(tenantId(acme.id), { id: null, role: 'system' }, work)
  await inAcme(async tx => {
    const fill = (id: SqlFragment<unknown>, rows: number) => sql`
      insert into tracking.event (id, type, campaign_id, campaign_recipient_id, occurred_at, is_bot)
      select platform.uuid_v7(), 'qr_scan', ${id}, ${campaign.pieces[0]!.id}, now(), false
      from generate_series(1, ${rows}::int)`
    await tx.execute(fill(sql`platform.uuid_v7()`, 8_000))
    await tx.execute(fill(sql`${campaign.id}::uuid`, 200))
  })
  await withConnection(databases.superuser(databases.shared), client =>
    client.query('analyze tracking.event'),
  )
  const plan = await inAcme(tx =>
    tx.rows<{ 'QUERY PLAN': string }>(sql`explain ${selectFunnel(campaign.id)}`),
  )
  const text = plan.map(row => row['QUERY PLAN']).join('\n')
  // All columns of the condition stand in the index condition: row security takes none of them away.
  expect(text).toMatch(/Index Cond:.*tenant_id.*campaign_id.*type.*is_bot/)
  // Months without rows cost nothing however they are read.
  const month = services.clock.now().toISOString().slice(0, 7).replace('-', '_')
  expect(text).toContain(`on event_${month}`)
  expect(text).not.toContain(`Seq Scan on event_${month}`)
})

test('what could not be kept is told', async () => {
  const campaign = await makeCampaign(world, world.acme, { pieces: 1, slug: 'losses' })
  await world.services.router.query(
    tenantId(world.acme.id),
    { id: null, role: 'system' },
    sql`insert into tracking.event (id, type, occurred_at, is_bot, bot_class, properties)
        values (platform.uuid_v7(), 'qr_scan', now(), true, 'lost', '{"count": 17}')`,
  )
  expect((await read(`${campaign.id}/funnel`)).lost).toBe(17)
})

test('strangers and nobody find no results; viewers see figures but no events', async () => {
  const { acme, neighbour, faraway, nobody } = world
  const campaign = await makeCampaign(world, acme, { pieces: 1, slug: 'private' })
  for (const what of ['funnel', 'timeline', 'results/areas', 'events']) {
    const path = (org: string) => `/v1/orgs/${org}/campaigns/${campaign.id}/${what}`
    expect((await nobody.get(path(acme.slug))).statusCode).toBe(401)
    for (const stranger of [neighbour, faraway]) {
      expect((await stranger.owner.get(path(acme.slug))).statusCode).toBe(404)
      expect((await stranger.owner.get(path(stranger.slug))).statusCode).toBe(404)
    }
  }
  const viewer = await acme.member('viewer')
  expect((await viewer.get(`/v1/orgs/${acme.slug}/campaigns/${campaign.id}/funnel`)).statusCode).toBe(200)
  expect((await viewer.get(`/v1/orgs/${acme.slug}/campaigns/${campaign.id}/events`)).statusCode).toBe(403)
})
