import { may, ROLES, type Role } from '@lettershop/contracts/permissions'
import { Browser } from '@lettershop/testkit/browser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { belongsToOrganization, type Route } from '#platform/http/route.ts'
import { routes } from './index.ts'
import { isOwnOrigin } from './own-page.ts'
import { authSettings } from './settings.ts'
import {
  newMember,
  newOwner,
  openTestApp,
  PASSWORD,
  type Person,
  PUBLIC_URL,
  type TestApp,
} from './test-app.ts'

let world: TestApp
let acme: Awaited<ReturnType<typeof newOwner>>
let rival: Awaited<ReturnType<typeof newOwner>>
beforeAll(async () => {
  world = await openTestApp()
  acme = await newOwner(world, 'Acme')
  rival = await newOwner(world, 'Rival')
})
afterAll(() => world.close())

const ofOrganization = routes.filter(belongsToOrganization)
const SOMETHING = '0190a5c0-0000-7000-8000-000000000000'

function urlOf(route: Route, org: string): string {
  return route.path.replace('{org}', org).replace('{id}', SOMETHING)
}

const call = (browser: Browser, route: Route, org: string) =>
  browser.request(
    route.method,
    urlOf(route, org),
    ['GET', 'HEAD', 'DELETE'].includes(route.method) ? undefined : {},
  )

describe.each(ofOrganization.map(route => [`${route.method} ${route.path}`, route] as const))(
  '%s',
  (_name, route) => {
    test('nobody: 401; a stranger: 404, by short name and by id', async () => {
      expect((await call(new Browser(world.app), route, acme.organization.slug)).statusCode).toBe(401)
      const bySlug = await call(rival.browser, route, acme.organization.slug)
      const byId = await call(rival.browser, route, acme.organization.id)
      const unknown = await call(rival.browser, route, 'no-such-organization')
      expect([bySlug.statusCode, byId.statusCode, unknown.statusCode]).toEqual([404, 404, 404])
      const shape = (body: string) => body.replaceAll(/"request_id":"[^"]+"/g, '')
      expect(shape(bySlug.body)).toBe(shape(unknown.body))
    })
  },
)

test('each role may on each route what the permission table says, and nothing else', async () => {
  // Nothing here succeeds: bodies are empty and the id is nobody's. Only 403 and not 403 tell roles apart.
  const members = new Map<Role, Person>()
  for (const role of ROLES) members.set(role, await newMember(world, acme.organization.id, role))
  for (const route of ofOrganization.filter(one => one.operation !== 'leaveOrganization')) {
    if (typeof route.access === 'string') throw new Error(`${route.operation} has no permission`)
    for (const [role, { browser }] of members) {
      const { statusCode } = await call(browser, route, acme.organization.slug)
      expect([route.operation, role, statusCode === 403]).toEqual([
        route.operation,
        role,
        !may(role, route.access),
      ])
    }
  }
})

test('a role that is lowered while requests run is gone with the first request after the commit', async () => {
  const admin = await newMember(world, acme.organization.id, 'admin')
  const url = `/v1/orgs/${acme.organization.slug}/invitations`
  let lowered = false
  const seen: { afterCommit: boolean; status: number }[] = []
  const loop = (async () => {
    for (let after = 0; after < 5; ) {
      const afterCommit = lowered
      seen.push({ afterCommit, status: (await admin.browser.get(url)).statusCode })
      if (afterCommit) after++
    }
  })()
  while (seen.length < 5) await new Promise(resolve => setImmediate(resolve))
  const change = await acme.browser.patch(`/v1/orgs/acme-ltd/members/${admin.memberId}`, { role: 'viewer' })
  expect(change.statusCode).toBe(200)
  lowered = true
  await loop
  expect(seen[0]).toEqual({ afterCommit: false, status: 200 })
  expect(seen.filter(one => one.afterCommit).map(one => one.status)).toEqual([403, 403, 403, 403, 403])
})

test('a member who is removed is a stranger at once', async () => {
  const member = await newMember(world, acme.organization.id, 'editor')
  expect((await member.browser.get('/v1/orgs/acme-ltd')).statusCode).toBe(200)
  expect((await acme.browser.delete(`/v1/orgs/acme-ltd/members/${member.memberId}`)).statusCode).toBe(204)
  expect((await member.browser.get('/v1/orgs/acme-ltd')).statusCode).toBe(404)
})

describe('the session cookie', () => {
  const cookieOf = (person: Person) =>
    decodeURIComponent(person.browser.cookies.get('lettershop.session_token') ?? '')

  const tries: [string, (value: string, rival: string) => string][] = [
    [
      'another token under the same signature',
      (value, other) => `${other.split('.')[0]}.${value.split('.')[1]}`,
    ],
    ['one letter of the token changed', value => (value.startsWith('a') ? 'b' : 'a') + value.slice(1)],
    ['a signature cut short', value => value.slice(0, -8)],
    ['no signature', value => value.split('.')[0] ?? ''],
    ['an empty signature', value => `${value.split('.')[0]}.`],
    ['nothing', () => ''],
    ['broken percent-encoding', () => '%E0%A4%A'],
  ]

  test.each(tries)('%s: 401', async (_name, tamper) => {
    const browser = new Browser(world.app)
    browser.cookies.set(
      'lettershop.session_token',
      encodeURIComponent(tamper(cookieOf(acme), cookieOf(rival))).replaceAll('%25', '%'),
    )
    expect((await browser.get('/v1/me')).statusCode).toBe(401)
    expect((await browser.get('/v1/orgs/acme-ltd')).statusCode).toBe(401)
  })

  test('untampered it is let in (negative control), and two different ones are not', async () => {
    const browser = new Browser(world.app)
    browser.cookies.set('lettershop.session_token', encodeURIComponent(cookieOf(acme)))
    expect((await browser.get('/v1/me')).statusCode).toBe(200)
    browser.cookies.set(' lettershop.session_token', encodeURIComponent(cookieOf(rival)))
    expect((await browser.get('/v1/me')).statusCode).toBe(401)
  })

  test('a page of another site cannot use it to change something', async () => {
    const foreign = { origin: 'http://acme-ltd.localhost:4400' }
    const url = '/v1/orgs/acme-ltd'
    const changed = await acme.browser.request('PATCH', url, { name: 'Stolen' }, foreign)
    expect(changed.json().error.code).toBe('origin_refused')
    const signedOut = await acme.browser.request('POST', '/api/auth/sign-out', {}, foreign)
    expect(signedOut.json().error.code).toBe('origin_refused')
    expect((await acme.browser.patch(url, { name: 'Acme Ltd' })).statusCode).toBe(200)
  })

  test('in development a page opened under another name of this machine is ours; in production it is not', async () => {
    const here = { origin: 'http://192.168.1.20:4400', host: '192.168.1.20:4400' }
    const url = '/v1/orgs/acme-ltd'
    expect((await acme.browser.request('PATCH', url, { name: 'Acme Ltd' }, here)).statusCode).toBe(200)
    const signIn = { email: acme.email, password: PASSWORD }
    expect((await acme.browser.request('POST', '/api/auth/sign-in/email', signIn, here)).statusCode).toBe(200)
    const settings = authSettings({ ...world.services.config, production: true })
    expect(isOwnOrigin(settings, { headers: here, protocol: 'http' })).toBe(false)
    expect(isOwnOrigin(settings, { headers: { origin: PUBLIC_URL }, protocol: 'http' })).toBe(true)
  })

  test('it is HttpOnly and Lax, and no answer shows the token to a script', async () => {
    const browser = new Browser(world.app)
    const answer = await browser.post('/api/auth/sign-in/email', {
      email: acme.email,
      password: 'correct horse battery',
    })
    const cookie = answer.cookies.find(one => one.name === 'lettershop.session_token')
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' })
    expect(answer.body).not.toContain(cookie?.value.split('.')[0])
  })
})
