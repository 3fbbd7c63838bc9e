import { sql } from '@lettershop/tenant-router'
import { Browser } from '@lettershop/testkit/browser'
import type { TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inOrganization, makeCampaign, openTrackingApp, PHONE, type TestCampaign } from '../test-tracking.ts'
import { VisitorKeys } from '../visitors/visitor-key.ts'

let world: TestApp
let campaign: TestCampaign
beforeAll(async () => {
  world = await openTrackingApp()
  campaign = await makeCampaign(world, world.acme, { pieces: 8 })
})
afterAll(() => world.close())

const phone = { 'user-agent': PHONE, host: '127.0.0.1:4400' }
const scan = (code: string, headers = {}) =>
  new Browser(world.app).get(`/r/${code}`, { ...phone, ...headers })
const eventsOf = (piece: number) =>
  inOrganization<{ type: string; is_bot: boolean; bot_class: string | null }>(
    world,
    world.acme,
    sql`select type, is_bot, bot_class from tracking.event where campaign_recipient_id = ${campaign.pieces[piece]!.id} order by id`,
  )

describe('a code', () => {
  test('is read without regard to case, hyphens and path', async () => {
    const { code } = campaign.pieces[0]!
    const typed = code.toLowerCase().replace(/(.{4})/g, '$1-')
    for (const path of [`/r/${typed}`, `/R/${typed}`, `/r/${code}/`])
      expect((await world.nobody.get(path, phone)).headers.location).toBe(
        `/p/${world.acme.slug}/spring?c=${code}`,
      )
  })

  test('leads to the origin of the organization for whoever came by localhost', async () => {
    const { code } = campaign.pieces[1]!
    const answer = await scan(code, { host: 'localhost:4400' })
    expect(answer.headers.location).toBe(`http://${world.acme.slug}.localhost:4400/spring?c=${code}`)
    const page = await world.nobody.get(`/spring?c=${code}`, {
      ...phone,
      host: `${world.acme.slug}.localhost:4400`,
    })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('action="/spring/submit"')
  })

  test('of a campaign without a page leads to the organization’s own, with the offer', async () => {
    const bare = await makeCampaign(world, world.acme, { pieces: 1, page: false })
    const answer = await scan(bare.pieces[0]!.code)
    expect(answer.headers.location).toBe(`/p/${world.acme.slug}/?c=${bare.pieces[0]!.code}`)
    const page = await world.nobody.get(answer.headers.location!, phone)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('GROW20')
  })
})

describe('what does not count', () => {
  test('HEAD, prefetch, previews and crawlers are redirected and kept with their class', async () => {
    const { code } = campaign.pieces[2]!
    const visitor = new Browser(world.app)
    expect((await visitor.request('HEAD', `/R/${code}`, undefined, phone)).statusCode).toBe(302)
    for (const headers of [
      { 'sec-purpose': 'prefetch' },
      { 'user-agent': 'WhatsApp/2.23.20.0' },
      { 'user-agent': 'curl/8.9.1' },
      { 'user-agent': '' },
    ])
      expect((await visitor.get(`/R/${code}`, { ...phone, ...headers })).statusCode).toBe(302)
    const kept = await eventsOf(2)
    expect(kept.map(event => event.bot_class)).toEqual(['head', 'prefetch', 'preview', 'crawler', 'no_agent'])
    expect(kept.every(event => event.is_bot)).toBe(true)
    await visitor.get(`/R/${code}`, phone)
    expect((await eventsOf(2)).filter(event => !event.is_bot)).toHaveLength(1)
  })
})

describe('what is no code', () => {
  const same = (answer: Awaited<ReturnType<typeof scan>>) => {
    const { 'x-request-id': _, date: __, ...headers } = answer.headers
    return { status: answer.statusCode, headers, body: answer.body }
  }

  test('unknown, altered, expired, revoked and foreign codes get one and the same answer', async () => {
    const { acme, neighbour, faraway } = world
    const expired = await makeCampaign(world, acme, {
      pieces: 1,
      slug: 'past',
      expiresAt: new Date('2020-01-01'),
    })
    const known = campaign.pieces[3]!.code
    await inOrganization(
      world,
      acme,
      sql`update tracking.link set revoked_at = now() where code = ${campaign.pieces[4]!.code}`,
    )
    const others = await makeCampaign(world, neighbour, { pieces: 1 })
    const far = await makeCampaign(world, faraway, { pieces: 1 })
    const own = known.slice(0, 5)
    const wrong = [
      'ZZZZZ00000000000000000',
      known.slice(0, -1) + (known.endsWith('7') ? '8' : '7'),
      expired.pieces[0]!.code,
      campaign.pieces[4]!.code,
      own + others.pieces[0]!.code.slice(5),
      own + far.pieces[0]!.code.slice(5),
      'x',
      '%3Cscript%3E',
    ]
    const first = same(await scan('K7Q290000000000000000A'))
    expect(first.status).toBe(404)
    expect(first.headers['cache-control']).toBe('no-store')
    for (const code of wrong) expect(same(await scan(code)), code).toEqual(first)
    expect((await scan(known)).statusCode).toBe(302)
  })

  test.each(['signed', 'sealed'] as const)(
    'a %s code opens, and no other writing of it does',
    async method => {
      const { acme } = world
      const made = await makeCampaign(world, acme, { pieces: 1, method, slug: `by-${method}` })
      const { code } = made.pieces[0]!
      expect((await scan(code)).headers.location).toContain(`/by-${method}?c=`)
      for (const at of [6, 12, 30, 45, code.length - 1]) {
        const other = code[at] === '7' ? '8' : '7'
        expect((await scan(code.slice(0, at) + other + code.slice(at + 1))).statusCode, String(at)).toBe(404)
      }
      // A row alone does not make a code: one that was not made with the organization's key is refused.
      const forged = code.slice(0, -4) + (code.endsWith('0000') ? '1111' : '0000')
      await inOrganization(world, acme, sql`update tracking.link set code = ${forged} where code = ${code}`)
      expect((await scan(forged)).statusCode).toBe(404)
    },
  )

  test('who misses too often is not answered any more, others are', async () => {
    const guesser = new Browser(world.app)
    const { code } = campaign.pieces[5]!
    let last = 404
    for (let guess = 0; guess < 61; guess++)
      last = (await guesser.get(`/r/K7Q290${String(guess).padStart(16, '0')}`, phone)).statusCode
    expect(last).toBe(429)
    const blocked = await guesser.get(`/r/${code}`, phone)
    expect(blocked.statusCode).toBe(429)
    expect(Number(blocked.headers['retry-after'])).toBeGreaterThan(0)
    expect((await scan(code)).statusCode).toBe(302)
  })
})

test('no address of a visitor is written anywhere', async () => {
  const { acme } = world
  const visitor = new Browser(world.app)
  const secret = '203.0.113.77'
  const headers = { ...phone, 'x-forwarded-for': secret, 'x-real-ip': secret, forwarded: `for=${secret}` }
  const { code } = campaign.pieces[6]!
  await visitor.get(`/R/${code}`, headers)
  await visitor.get(`/p/${acme.slug}/spring?c=${code}`, { ...headers, referer: 'https://news.example/a?b=c' })
  const rows = await inOrganization<{ row: string; visitor: string; referrer_host: string | null }>(
    world,
    acme,
    sql`select to_jsonb(e)::text as row, visitor, referrer_host from tracking.event e
        where campaign_recipient_id = ${campaign.pieces[6]!.id} order by id`,
  )
  expect(rows).toHaveLength(2)
  // The same person on the same day, and nothing that says who.
  expect(new Set(rows.map(row => row.visitor)).size).toBe(1)
  expect(rows[0]!.visitor).toMatch(/^[\w-]{32}$/)
  expect(rows[1]!.referrer_host).toBe('news.example')
  for (const { row } of rows) expect(row).not.toMatch(/203\.0\.113|198\.18\.|198\.19\./)
})

test('keys of visitors are destroyed after 48 hours', async () => {
  const { acme, services } = world
  await inOrganization(
    world,
    acme,
    sql`insert into tracking.visitor_key (day, key, created_at)
        values (current_date - 3, ${Buffer.alloc(32)}, now() - interval '49 hours')`,
  )
  // A process that has just started asks for today's key, and takes the old ones away.
  await new VisitorKeys(services).prepare(acme.id, services.clock.now())
  const keys = await inOrganization<{ age: number }>(
    world,
    acme,
    sql`select current_date - day as age from tracking.visitor_key`,
  )
  expect(keys).toEqual([{ age: 0 }])
})
