import type { Browser } from '@lettershop/testkit/browser'
import type { TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hiddenFields, makeCampaign, openTrackingApp, PHONE } from './test-tracking.ts'

let world: TestApp
beforeAll(async () => {
  world = await openTrackingApp()
})
afterAll(() => world.close())

const phone = { 'user-agent': PHONE, host: '127.0.0.1:4400' }
const funnelOf = async (browser: Browser, org: string, campaign: string) =>
  (await browser.get(`/v1/orgs/${org}/campaigns/${campaign}/funnel`)).json()

test('a scan leads to the page, the page to an answer, and the funnel says so', async () => {
  const { acme, nobody } = world
  const campaign = await makeCampaign(world, acme, { pieces: 4 })
  const [piece] = campaign.pieces
  const scan = await nobody.get(`/R/${piece!.code}`, phone)
  expect(scan.statusCode).toBe(302)
  expect(scan.headers['cache-control']).toBe('no-store')
  expect(scan.headers.location).toBe(`/p/${acme.slug}/spring?c=${piece!.code}`)
  const page = await nobody.get(scan.headers.location!, phone)
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('<h1>Hello Ada 1</h1>')
  expect(page.body).toContain('GROW20')
  const action = /<form action="([^"]+)"/.exec(page.body)![1]!
  expect(action).toBe(`/p/${acme.slug}/spring/submit`)
  const fields = hiddenFields(page.body)
  fields.set('name', 'Ada')
  fields.set('email', 'ada@example.com')
  const send = () =>
    nobody.request('POST', action, fields.toString(), {
      ...phone,
      'content-type': 'application/x-www-form-urlencoded',
    })
  const [sent, twice] = [await send(), await send()]
  expect(sent.statusCode).toBe(303)
  expect(twice.statusCode).toBe(303)
  const thanks = await nobody.get(sent.headers.location!, phone)
  expect(thanks.body).toContain('See you, Ada 1.')
  const told = await acme.owner.post(`/v1/orgs/${acme.slug}/conversions`, {
    type: 'purchase',
    tracking_code: piece!.code,
    value: 2500,
    currency: 'USD',
    external_reference: 'order-1',
  })
  expect(told.statusCode).toBe(201)
  expect(await funnelOf(acme.owner, acme.slug, campaign.id)).toMatchObject({
    pieces: 4,
    scanned: 1,
    visited: 1,
    converted: 1,
    conversions: 2,
    value: [{ currency: 'USD', value: 3000 }],
    lost: 0,
  })
})
