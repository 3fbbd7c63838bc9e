import { Browser } from '@lettershop/testkit/browser'
import { getAuthTables } from 'better-auth/db'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authOf } from './auth-of.ts'
import { authPaths } from './auth-paths.ts'
import { newOwner, newPerson, openTestApp, type Person, type TestApp } from './test-app.ts'

let world: TestApp
let acme: Awaited<ReturnType<typeof newOwner>>
let stranger: Person
beforeAll(async () => {
  world = await openTestApp()
  acme = await newOwner(world, 'Acme')
  stranger = await newPerson(world)
})
afterAll(() => world.close())

/** Every endpoint that better-auth and its plugins have, as they say themselves. */
function endpoints(): { path: string; method: string }[] {
  return Object.values(authOf(world.services).api).flatMap(endpoint => {
    const { path, options } = endpoint as { path?: string; options?: { method?: string | string[] } }
    if (typeof path !== 'string') return []
    return [options?.method ?? 'GET'].flat().map(method => ({ path, method }))
  })
}

test('of all that better-auth can do, only what the table names is reachable', async () => {
  const open = new Set(authPaths.map(one => `${one.method} ${one.path}`))
  const closed = endpoints().filter(one => !open.has(`${one.method} ${one.path}`))
  expect(closed.length).toBeGreaterThan(60)
  for (const { path, method } of closed) {
    const url = `/api/auth${path.replace(/:\w+/g, 'x')}`
    const answer = await acme.browser.request(
      method as 'GET' | 'POST',
      url,
      method === 'GET' ? undefined : {},
    )
    expect([url, answer.statusCode, answer.json().error.code]).toEqual([url, 404, 'route_not_found'])
  }
  const known = new Set(endpoints().map(one => `${one.method} ${one.path}`))
  expect(authPaths.map(one => `${one.method} ${one.path}`).filter(one => !known.has(one))).toEqual([])
})

describe('known advisories do not hold against us', () => {
  // Each names what the advisory did; the refusal must come without a row having been made or changed.
  const cases: [string, string, () => object][] = [
    [
      'CVE-2025-61928: a key for a foreign user',
      '/api/auth/api-key/create',
      () => ({ userId: acme.id, name: 'x' }),
    ],
    [
      'the same for a foreign organization',
      '/api/auth/api-key/create',
      () => ({ organizationId: acme.organization.id, permissions: { all: ['*'] }, rateLimitMax: 1e9 }),
    ],
    [
      'the same, through an update',
      '/api/auth/api-key/update',
      () => ({ keyId: acme.id, userId: acme.id, enabled: true }),
    ],
    [
      'GHSA-fmh4-wcc4-5jm3: invitation of somebody else',
      '/api/auth/organization/accept-invitation',
      () => ({ invitationId: acme.id }),
    ],
    ['GHSA-g38m-r43w-p2q7: linking an account', '/api/auth/link-social', () => ({ provider: 'google' })],
    [
      'GHSA-5rr4-8452-hf4v: registering an identity provider',
      '/api/auth/sso/register',
      () => ({ providerId: 'x' }),
    ],
    [
      'GHSA-pw9m-5jxm-xr6h: refreshing a token',
      '/api/auth/oauth2/token',
      () => ({ grant_type: 'refresh_token' }),
    ],
    ['CVE-2026-45337: device flow', '/api/auth/device/code', () => ({ client_id: 'x' })],
    [
      'CVE-2026-121802: expo',
      '/api/auth/expo-authorization-proxy',
      () => ({ authorizationURL: 'https://evil.example' }),
    ],
    ['impersonation', '/api/auth/admin/impersonate-user', () => ({ userId: acme.id })],
    ['a person deleted with sessions left (GHSA-2vg6-77g8-24mp)', '/api/auth/delete-user', () => ({})],
  ]

  test.each(cases)('%s', async (_name, url, body) => {
    for (const browser of [new Browser(world.app), stranger.browser]) {
      const answer = await browser.post(url, body())
      expect([url, answer.statusCode]).toEqual([url, 404])
    }
    const { rows } = await world.services.authPool.query('select from identity.apikey')
    expect(rows.length).toBe(0)
  })

  test('a person who is gone has no session (GHSA-2vg6-77g8-24mp)', async () => {
    const gone = await newPerson(world)
    await world.services.authPool.query('delete from identity.user where id = $1', [gone.id])
    expect((await gone.browser.get('/v1/me')).statusCode).toBe(401)
  })

  test('a link in a mail cannot be made to lead elsewhere', async () => {
    const bodies = [
      { email: acme.email, redirectTo: 'https://evil.example' },
      { email: acme.email, callbackURL: 'https://evil.example' },
    ]
    for (const body of bodies) {
      const answer = await new Browser(world.app).post('/api/auth/request-password-reset', body)
      expect(answer.statusCode).toBe(422)
    }
    const answer = await new Browser(world.app).get(
      '/api/auth/verify-email?token=x&callbackURL=//evil.example',
    )
    expect(answer.statusCode).toBe(422)
  })

  test('a forwarded address of the client itself is not believed', async () => {
    const person = await newPerson(world)
    const headers = {
      'x-forwarded-for': '6.6.6.6',
      'x-lettershop-network': '6.6.6.6',
      'x-real-ip': '6.6.6.6',
    }
    await person.browser.request(
      'POST',
      '/api/auth/sign-in/email',
      { email: person.email, password: 'correct horse battery' },
      headers,
    )
    const { rows } = await world.services.authPool.query<{ ip_address: string }>(
      'select ip_address from identity.session',
    )
    expect(rows.filter(row => row.ip_address.startsWith('6.6'))).toEqual([])
  })
})

test('a broken body never gives 5xx', async () => {
  const texts = [
    '',
    '{',
    '[]',
    'null',
    '"x"',
    '1e999',
    '{"__proto__":{"a":1}}',
    '{"email":{"$ne":null},"password":["x"]}',
  ]
  const values: unknown[] = [
    null,
    0,
    -1,
    true,
    '',
    '\u0000',
    'x'.repeat(10_000),
    [],
    {},
    { valueOf: 1 },
    '٠٠٠٠٠٠',
    '0190a5c0',
  ]
  const keys = ['email', 'password', 'newPassword', 'currentPassword', 'token', 'code', 'name']
  const bodies = [
    ...texts,
    ...keys.flatMap(key => values.map(value => JSON.stringify({ [key]: value }))),
    ...values.map(value => JSON.stringify(Object.fromEntries(keys.map(key => [key, value])))),
  ]
  for (const { path, method } of authPaths) {
    for (const [index, payload] of bodies.entries()) {
      const answer = await world.app.inject({
        method,
        url: `/api/auth${path}${method === 'GET' ? `?token=${encodeURIComponent(payload.slice(0, 2000))}` : ''}`,
        remoteAddress: `198.51.${index % 250}.${1 + (index % 200)}`,
        headers: {
          'content-type': 'application/json',
          origin: 'http://localhost:4400',
          cookie: `lettershop.session_token=${index}; lettershop.two_factor=x`,
        },
        ...(method === 'GET' ? {} : { payload }),
      })
      expect([path, payload.slice(0, 80), answer.statusCode < 500]).toEqual([
        path,
        payload.slice(0, 80),
        true,
      ])
      expect(
        answer.statusCode === 200 || answer.statusCode === 302 || answer.json().error.code !== undefined,
      ).toBe(true)
    }
  }
})

test('the tables have every column that better-auth and its plugins use, and no plugin adds one unseen', async () => {
  const { rows } = await world.services.authPool.query<{ table_name: string; column_name: string }>(
    `select table_name, column_name from information_schema.columns where table_schema = 'identity'`,
  )
  const there = new Set(rows.map(row => `${row.table_name}.${row.column_name}`))
  const snake = (name: string) => name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
  const asked = Object.values(getAuthTables(authOf(world.services).options)).flatMap(table =>
    Object.entries(table.fields).map(
      ([name, field]) => `${snake(table.modelName)}.${snake(field.fieldName ?? name)}`,
    ),
  )
  expect(asked.length).toBeGreaterThan(70)
  expect(asked.filter(column => !there.has(column))).toEqual([])
})

test('the settings that rest on a decision stay as they were decided', () => {
  const { options } = authOf(world.services)
  expect(options.session?.cookieCache?.enabled).toBe(false)
  expect(options.emailAndPassword.revokeSessionsOnPasswordReset).toBe(true)
  expect(options.advanced).toMatchObject({ disableOriginCheck: false, disableCSRFCheck: false })
  expect(options.telemetry.enabled).toBe(false)
})
