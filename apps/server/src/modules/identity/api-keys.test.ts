import { Browser } from '@lettershop/testkit/browser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashOfKey } from './api-key.ts'
import { newMember, newOwner, openTestApp, type TestApp } from './test-app.ts'

let world: TestApp
let acme: Awaited<ReturnType<typeof newOwner>>
let rival: Awaited<ReturnType<typeof newOwner>>
let url: string
beforeAll(async () => {
  world = await openTestApp()
  acme = await newOwner(world, 'Acme')
  rival = await newOwner(world, 'Rival')
  url = `/v1/orgs/${acme.organization.slug}`
})
afterAll(() => world.close())

interface Key {
  id: string
  key: string
  start: string
}

async function makeKey(role: string, extra: object = {}, owner = acme): Promise<Key> {
  const answer = await owner.browser.post(`/v1/orgs/${owner.organization.slug}/api-keys`, {
    name: 'Shop',
    role,
    ...extra,
  })
  expect(answer.body).toContain('"key":"ls_live_')
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([201, 'no-store'])
  return answer.json()
}

const withKey = (key: string, path: string, method: 'GET' | 'POST' = 'GET', body?: object) =>
  new Browser(world.app).request(method, path, body, { authorization: `Bearer ${key}`, origin: '' })

test('a key is shown once; only its hash is kept', async () => {
  const made = await makeKey('editor')
  expect(made.key).toMatch(/^ls_live_[A-Za-z]{64}$/)
  expect(made.key.startsWith(made.start)).toBe(true)
  const list = await acme.browser.get(`${url}/api-keys`)
  expect(list.body).not.toContain(made.key)
  const { rows } = await world.services.authPool.query('select * from identity.apikey where id = $1', [
    made.id,
  ])
  expect(rows[0].key).toBe(hashOfKey(made.key))
  expect(JSON.stringify(rows)).not.toContain(made.key)
})

test('with an Idempotency-Key too: a second try is told so, without the key', async () => {
  const send = () =>
    acme.browser.request(
      'POST',
      `${url}/api-keys`,
      { name: 'Once', role: 'viewer' },
      { 'idempotency-key': 'k-1' },
    )
  const first = await send()
  expect(first.json().key).toMatch(/^ls_live_/)
  const second = await send()
  expect(second.body).not.toContain('ls_live_')
  const { data } = (await acme.browser.get(`${url}/api-keys`)).json()
  expect(data.filter((one: { name: string }) => one.name === 'Once').length).toBe(1)
})

describe('a key', () => {
  test('opens its own organization with its own role, by short name and by id', async () => {
    const { key } = await makeKey('analyst')
    expect((await withKey(key, url)).statusCode).toBe(200)
    expect((await withKey(key, `/v1/orgs/${acme.organization.id}`)).statusCode).toBe(200)
    expect((await withKey(key, `${url}/api-keys`)).statusCode).toBe(403)
  })

  test('does not find another organization', async () => {
    const { key } = await makeKey('owner')
    const { slug, id } = rival.organization
    for (const org of [slug, id, id.toUpperCase(), 'nowhere']) {
      const answer = await withKey(key, `/v1/orgs/${org}`)
      expect([org, answer.statusCode]).toEqual([org, 404])
    }
    const foreign = await makeKey('viewer', {}, rival)
    expect((await acme.browser.delete(`${url}/api-keys/${foreign.id}`)).statusCode).toBe(404)
    expect((await withKey(foreign.key, `/v1/orgs/${slug}`)).statusCode).toBe(200)
  })

  test('is no person: it decides neither about members nor about keys, and has no profile', async () => {
    const { key } = await makeKey('owner')
    const made = await withKey(key, `${url}/api-keys`, 'POST', { name: 'Heir', role: 'owner' })
    const invited = await withKey(key, `${url}/invitations`, 'POST', {
      email: 'x@example.com',
      role: 'owner',
    })
    const me = await withKey(key, '/v1/me')
    for (const answer of [made, invited, me])
      expect([answer.statusCode, answer.json().error.code]).toEqual([403, 'person_needed'])
  })

  test('ends when it is revoked, disabled or too old', async () => {
    const { authPool } = world.services
    const [revoked, disabled, old] = [
      await makeKey('viewer'),
      await makeKey('viewer'),
      await makeKey('viewer', { expires_in_days: 1 }),
    ]
    expect((await acme.browser.delete(`${url}/api-keys/${revoked.id}`)).statusCode).toBe(204)
    await authPool.query('update identity.apikey set enabled = false where id = $1', [disabled.id])
    expect((await withKey(old.key, url)).statusCode).toBe(200)
    await authPool.query(
      "update identity.apikey set expires_at = now() - interval '1 second' where id = $1",
      [old.id],
    )
    for (const { key } of [revoked, disabled, old]) expect((await withKey(key, url)).statusCode).toBe(401)
  })

  test.each([
    ['cut short', (key: string) => key.slice(0, -1)],
    ['one letter changed', (key: string) => `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`],
    ['its hash', (key: string) => `ls_live_${hashOfKey(key)}`],
    ['the other prefix', (key: string) => key.replace('ls_live_', 'ls_test_')],
    ['a NUL', (key: string) => `${key}%00`],
  ])('%s: 401', async (_name, change) => {
    const { key } = await makeKey('viewer')
    expect((await withKey(change(key), url)).statusCode).toBe(401)
  })

  test('is not read from the address, nor as Basic', async () => {
    const { key } = await makeKey('viewer')
    const browser = new Browser(world.app)
    for (const name of ['api_key', 'key', 'access_token', 'authorization'])
      expect((await browser.get(`${url}?${name}=${key}`)).statusCode).toBe(401)
    const basic = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
    expect((await browser.request('GET', url, undefined, { authorization: basic })).statusCode).toBe(401)
    expect((await browser.request('GET', url, undefined, { 'x-api-key': key })).statusCode).toBe(401)
  })

  test('beside a session counts alone: a bad key is not helped by a good cookie', async () => {
    const answer = await acme.browser.request('GET', url, undefined, { authorization: 'Bearer ls_live_x' })
    expect(answer.statusCode).toBe(401)
  })

  test('notes when it was used last', async () => {
    const { key, id } = await makeKey('viewer')
    await withKey(key, url)
    await expect
      .poll(async () => {
        const { data } = (await acme.browser.get(`${url}/api-keys`)).json()
        return data.find((one: { id: string }) => one.id === id).last_used_at
      })
      .not.toBeNull()
  })
})

describe('who makes a key', () => {
  test('gives it no role above their own', async () => {
    const admin = await newMember(world, acme.organization.id, 'admin')
    const above = await admin.browser.post(`${url}/api-keys`, { name: 'Up', role: 'owner' })
    expect(above.statusCode).toBe(403)
    expect((await admin.browser.post(`${url}/api-keys`, { name: 'Same', role: 'admin' })).statusCode).toBe(
      201,
    )
  })

  test('loses it with the role that allowed it, and with the membership', async () => {
    for (const change of ['demote', 'remove'] as const) {
      const admin = await newMember(world, acme.organization.id, 'admin')
      const { key } = (await admin.browser.post(`${url}/api-keys`, { name: change, role: 'editor' })).json()
      expect((await withKey(key, url)).statusCode).toBe(200)
      const member = `${url}/members/${admin.memberId}`
      if (change === 'demote') await acme.browser.patch(member, { role: 'editor' })
      else await acme.browser.delete(member)
      expect((await withKey(key, url)).statusCode).toBe(401)
    }
  })

  test('stands in the audit', async () => {
    const { id } = await makeKey('sales')
    await acme.browser.delete(`${url}/api-keys/${id}`)
    const { data } = (await acme.browser.get(`${url}/audit/control?limit=2`)).json()
    expect(data).toMatchObject([
      { action: 'api_key.delete', resource_id: id, actor_id: acme.id },
      { action: 'api_key.create', resource_id: id, detail: { role: 'sales' } },
    ])
    expect(JSON.stringify(data)).not.toMatch(/ls_(live|test)_/)
  })
})
