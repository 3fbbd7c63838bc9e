import { sql, tenantId } from '@lettershop/tenant-router'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Browser, openTestApp, type TestApp } from './test-app.ts'

let world: TestApp
beforeAll(async () => {
  world = await openTestApp()
})
afterAll(() => world.close())

const ada = {
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  password: 'analytical engine',
  organization: { name: 'Engine & Söhne' },
}

test('sign-up makes an organization that is usable at once, and signs in', async () => {
  const browser = new Browser(world)
  const answer = await browser.post('/v1/sign-up', ada)
  expect(answer.json()).toMatchObject({
    user: { email: 'ada@example.com', email_verified: false },
    organization: { slug: 'engine-sohne', name: 'Engine & Söhne' },
  })
  expect(answer.statusCode).toBe(201)
  const me = (await browser.get('/v1/me')).json()
  expect(me.organizations).toMatchObject([{ slug: 'engine-sohne', role: 'owner' }])
  const home = await world.services.router.query(
    tenantId(me.organizations[0].id),
    { id: me.user.id, role: 'owner' },
    sql`select count(*) from campaigns.campaign`,
  )
  expect(home.rows).toEqual([{ count: 0 }])
})
