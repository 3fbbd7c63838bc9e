import { afterAll, beforeAll, expect, test } from 'vitest'
import { newMember, newOwner, openTestApp, type TestApp } from './test-app.ts'

let world: TestApp
let acme: Awaited<ReturnType<typeof newOwner>>
let url: string
beforeAll(async () => {
  world = await openTestApp()
  acme = await newOwner(world, 'Acme')
  url = `/v1/orgs/${acme.organization.slug}`
})
afterAll(() => world.close())

test('a team is made, filled, renamed and dissolved', async () => {
  const editor = await newMember(world, acme.organization.id, 'editor')
  const made = await acme.browser.post(`${url}/teams`, { name: 'North', member_ids: [editor.memberId] })
  expect([made.statusCode, made.json()]).toMatchObject([
    201,
    { name: 'North', member_ids: [editor.memberId] },
  ])
  const one = `${url}/teams/${made.json().id}`
  expect((await acme.browser.patch(one, { name: 'South' })).json()).toMatchObject({
    name: 'South',
    member_ids: [editor.memberId],
  })
  expect((await acme.browser.patch(one, { member_ids: [] })).json()).toMatchObject({ member_ids: [] })
  expect((await acme.browser.delete(one)).statusCode).toBe(204)
  expect((await acme.browser.get(`${url}/teams`)).json().data).toEqual([])
})

test('somebody of another organization does not come into a team, and its teams are not found', async () => {
  const rival = await newOwner(world, 'Rival')
  const rivals = `/v1/orgs/${rival.organization.slug}`
  const [{ id: stranger }] = (await rival.browser.get(`${rivals}/members`)).json().data
  const refused = await acme.browser.post(`${url}/teams`, { name: 'Mixed', member_ids: [stranger] })
  expect(refused.statusCode).toBe(422)
  expect((await acme.browser.get(`${url}/teams`)).json().data).toEqual([])
  const theirs = (await rival.browser.post(`${rivals}/teams`, { name: 'Theirs' })).json()
  expect((await acme.browser.patch(`${url}/teams/${theirs.id}`, { name: 'Ours' })).statusCode).toBe(404)
  expect((await acme.browser.delete(`${url}/teams/${theirs.id}`)).statusCode).toBe(404)
})

test('who leaves the organization leaves its teams', async () => {
  const viewer = await newMember(world, acme.organization.id, 'viewer')
  const { id } = (
    await acme.browser.post(`${url}/teams`, { name: 'West', member_ids: [viewer.memberId] })
  ).json()
  await viewer.browser.post(`${url}/leave`)
  const { rows } = await world.services.authPool.query(
    'select member_count from identity.team where id = $1',
    [id],
  )
  expect(rows).toEqual([{ member_count: 0 }])
})
