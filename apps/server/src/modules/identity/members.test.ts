import { Browser } from '@lettershop/testkit/browser'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newMember, newOwner, newPerson, openTestApp, PASSWORD, type TestApp } from './test-app.ts'

let world: TestApp
let acme: Awaited<ReturnType<typeof newOwner>>
let url: string
beforeAll(async () => {
  world = await openTestApp()
})
beforeEach(async () => {
  acme = await newOwner(world, 'Acme')
  url = `/v1/orgs/${acme.organization.slug}`
})
afterAll(() => world.close())

const tokenMailedTo = (email: string) =>
  /\/invitation\/(\S+)/.exec(world.mails.findLast(mail => mail.to === email)?.text ?? '')?.[1] ?? ''

async function invite(email: string, role = 'editor'): Promise<string> {
  const answer = await acme.browser.post(`${url}/invitations`, { email, role })
  expect(answer.statusCode).toBe(201)
  return tokenMailedTo(email)
}

const accept = async (browser: Browser, token: string) => {
  const answer = await browser.post(`/v1/invitations/${token}/accept`)
  return answer.statusCode === 200 ? 'accepted' : answer.json().error.code
}

describe('invitations', () => {
  test('the invited person becomes a member with the role, once', async () => {
    const person = await newPerson(world)
    const token = await invite(person.email, 'sales')
    const offer = (await new Browser(world.app).get(`/v1/invitations/${token}`)).json()
    expect(offer).toEqual({
      organization: 'Acme Ltd',
      email: person.email,
      role: 'sales',
      invited_by: 'Acme',
    })
    expect((await person.browser.get(url)).statusCode).toBe(404)
    expect(await accept(person.browser, token)).toBe('accepted')
    expect((await person.browser.get('/v1/me')).json().organizations).toMatchObject([{ role: 'sales' }])
    expect(await accept(person.browser, token)).toBe('link_expired')
    expect((await acme.browser.get(`${url}/invitations`)).json().data).toEqual([])
  })

  test('somebody else who has the link, even with a confirmed address, is refused', async () => {
    const [invited, thief] = [await newPerson(world), await newPerson(world)]
    const token = await invite(invited.email)
    expect(await accept(thief.browser, token)).toBe('invitation_not_for_you')
    expect((await thief.browser.get(url)).statusCode).toBe(404)
    expect(await accept(invited.browser, token)).toBe('accepted')
  })

  test('an address that is not confirmed is refused until it is', async () => {
    const invited = await newPerson(world, 'Hasty', false)
    const token = await invite(invited.email)
    expect(await accept(invited.browser, token)).toBe('email_not_verified')
  })

  test('the id, which administrators see, opens nothing', async () => {
    const person = await newPerson(world)
    const token = await invite(person.email)
    const [{ id }] = (await acme.browser.get(`${url}/invitations`)).json().data
    const forged = `${id}.${'A'.repeat(43)}`
    expect(token.startsWith(id)).toBe(true)
    expect(await accept(person.browser, forged)).toBe('not_found')
    const body = {
      name: 'Eve',
      email: person.email.replace('person', 'eve'),
      password: PASSWORD,
      invitation: forged,
    }
    expect((await new Browser(world.app).post('/v1/sign-up', body)).json().error.code).toBe('link_expired')
  })

  test('sign-up through the link confirms the address and makes the member', async () => {
    const email = `fresh-${Date.now()}@example.com`
    const token = await invite(email, 'analyst')
    const browser = new Browser(world.app)
    const other = { name: 'Fresh', email: `not-${email}`, password: PASSWORD, invitation: token }
    expect((await browser.post('/v1/sign-up', other)).json().error.code).toBe('invitation_not_for_you')
    const answer = await browser.post('/v1/sign-up', { ...other, email })
    expect(answer.json()).toMatchObject({ user: { email_verified: true }, organization: null })
    expect((await browser.get('/v1/me')).json().organizations).toMatchObject([
      { role: 'analyst', slug: acme.organization.slug },
    ])
  })

  test.each([
    'аlice@example.com',
    'alice@exаmple.com',
    'ＡＬＩＣＥ@example.com',
    'ali\u200bce@example.com',
    'a@b',
    'a@example.com\r\nBcc: x@y.z',
  ])('the look-alike address %j is refused', async email => {
    const answer = await acme.browser.post(`${url}/invitations`, { email, role: 'viewer' })
    expect(answer.statusCode).toBe(422)
  })

  test('one that was withdrawn, replaced or is too old has expired', async () => {
    const person = await newPerson(world)
    const first = await invite(person.email)
    const second = await invite(person.email, 'viewer')
    expect(await accept(person.browser, first)).toBe('link_expired')
    const [{ id }] = (await acme.browser.get(`${url}/invitations`)).json().data
    expect((await acme.browser.delete(`${url}/invitations/${id}`)).statusCode).toBe(204)
    expect(await accept(person.browser, second)).toBe('link_expired')
    const third = await invite(person.email)
    await world.services.authPool.query(
      'update identity.invitation set expires_at = now() where email = $1',
      [person.email],
    )
    expect(await accept(person.browser, third)).toBe('link_expired')
  })

  test('two acceptances at the same moment make one member', async () => {
    const person = await newPerson(world)
    const token = await invite(person.email)
    const answers = await Promise.all([1, 2, 3].map(() => accept(person.browser, token)))
    expect(answers.sort()).toEqual(['accepted', 'link_expired', 'link_expired'])
  })

  test('nobody invites above themselves, and a member is not invited again', async () => {
    const admin = await newMember(world, acme.organization.id, 'admin')
    const owner = await admin.browser.post(`${url}/invitations`, { email: 'x@example.com', role: 'owner' })
    expect(owner.statusCode).toBe(403)
    const again = await acme.browser.post(`${url}/invitations`, { email: admin.email, role: 'viewer' })
    expect(again.statusCode).toBe(409)
  })

  test('where the mail cannot be sent nobody is invited', async () => {
    const { send } = world.services.mailer
    Object.assign(world.services.mailer, {
      send: async () => Promise.reject(new Error('connection refused')),
    })
    const answer = await acme.browser.post(`${url}/invitations`, {
      email: 'lost@example.com',
      role: 'viewer',
    })
    Object.assign(world.services.mailer, { send })
    expect(answer.statusCode).toBe(503)
    expect((await acme.browser.get(`${url}/invitations`)).json().data).toEqual([])
  })
})

describe('members', () => {
  const membership = async (email: string) =>
    (await acme.browser.get(`${url}/members`))
      .json()
      .data.find((one: { email: string }) => one.email === email)

  test('the last owner can neither be demoted nor leave nor be removed', async () => {
    const { id } = await membership(acme.email)
    const demoted = await acme.browser.patch(`${url}/members/${id}`, { role: 'admin' })
    const removed = await acme.browser.delete(`${url}/members/${id}`)
    const left = await acme.browser.post(`${url}/leave`)
    for (const answer of [demoted, removed, left])
      expect([answer.statusCode, answer.json().error.code]).toEqual([409, 'last_owner'])
  })

  test('of two owners who demote each other at the same moment one stays', async () => {
    const other = await newMember(world, acme.organization.id, 'owner')
    const { id } = await membership(acme.email)
    const answers = await Promise.all([
      acme.browser.patch(`${url}/members/${other.memberId}`, { role: 'viewer' }),
      other.browser.patch(`${url}/members/${id}`, { role: 'viewer' }),
    ])
    expect(answers.filter(answer => answer.statusCode === 200).length).toBe(1)
    const { rows } = await world.services.authPool.query(
      "select from identity.member where organization_id = $1 and role = 'owner'",
      [acme.organization.id],
    )
    expect(rows.length).toBe(1)
  })

  test('an administrator neither touches an owner nor makes one, themselves included', async () => {
    const admin = await newMember(world, acme.organization.id, 'admin')
    const { id } = await membership(acme.email)
    const tries = [
      admin.browser.patch(`${url}/members/${id}`, { role: 'viewer' }),
      admin.browser.delete(`${url}/members/${id}`),
      admin.browser.patch(`${url}/members/${admin.memberId}`, { role: 'owner' }),
    ]
    for (const answer of await Promise.all(tries)) expect(answer.statusCode).toBe(403)
  })

  test('a member of another organization is not found, by owners of this one', async () => {
    const rival = await newOwner(world, 'Rival')
    const { data } = (await rival.browser.get(`/v1/orgs/${rival.organization.slug}/members`)).json()
    const answer = await acme.browser.patch(`${url}/members/${data[0].id}`, { role: 'viewer' })
    expect(answer.statusCode).toBe(404)
    expect((await acme.browser.delete(`${url}/members/${data[0].id}`)).statusCode).toBe(404)
  })

  test('anybody else may leave', async () => {
    const viewer = await newMember(world, acme.organization.id, 'viewer')
    expect((await viewer.browser.post(`${url}/leave`)).statusCode).toBe(204)
    expect((await viewer.browser.get(url)).statusCode).toBe(404)
  })

  test('a malformed id is not found', async () => {
    expect((await acme.browser.patch(`${url}/members/1%27%20or%201`, { role: 'viewer' })).statusCode).toBe(
      404,
    )
  })
})

test('what was done to members stands in the audit of the organization, and of no other', async () => {
  const viewer = await newMember(world, acme.organization.id, 'viewer')
  await acme.browser.patch(`${url}/members/${viewer.memberId}`, { role: 'editor' })
  await acme.browser.patch(url, { name: 'Acme Limited' })
  await acme.browser.delete(`${url}/members/${viewer.memberId}`)
  const first = (await acme.browser.get(`${url}/audit/control?limit=2`)).json()
  expect(first.data.map((entry: { action: string }) => entry.action)).toEqual([
    'member.delete',
    'organization.update',
  ])
  const rest = (await acme.browser.get(`${url}/audit/control?cursor=${first.next}`)).json()
  expect(rest.data.map((entry: { action: string }) => entry.action)).toEqual([
    'member.update',
    'organization.create',
  ])
  expect(rest.data[0]).toMatchObject({
    actor_id: acme.id,
    actor_kind: 'user',
    resource_id: viewer.memberId,
    detail: { role: { from: 'viewer', to: 'editor' } },
  })
  const rival = await newOwner(world, 'Rival')
  const theirs = (await rival.browser.get(`/v1/orgs/${rival.organization.slug}/audit/control`)).json()
  expect(theirs.data.map((entry: { action: string }) => entry.action)).toEqual(['organization.create'])
})
