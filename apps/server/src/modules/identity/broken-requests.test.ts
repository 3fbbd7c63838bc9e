import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Route } from '#platform/http/route.ts'
import { routes } from './index.ts'
import { newOwner, openTestApp, type TestApp } from './test-app.ts'

let world: TestApp
let acme: Awaited<ReturnType<typeof newOwner>>
beforeAll(async () => {
  world = await openTestApp()
  acme = await newOwner(world, 'Acme')
})
afterAll(() => world.close())

const JUNK: unknown[] = [
  null,
  0,
  -1,
  1e308,
  true,
  '',
  '\u0000',
  'a\u0000b',
  'x'.repeat(100_000),
  '\ud800',
  [],
  [null],
  {},
  { a: { b: [] } },
]
const KEYS = [
  'name',
  'email',
  'password',
  'role',
  'slug',
  'currency',
  'time_zone',
  'units',
  'member_ids',
  'organization',
  'invitation',
  'expires_in_days',
]
const IDS = [
  'x',
  '%00',
  '..%2f..',
  '%E0%A4%A',
  'x'.repeat(400),
  '0190a5c0-0000-7000-8000-000000000000',
  "1'--",
]
const good: Record<string, unknown> = {
  name: 'Fine',
  email: 'fine@example.com',
  password: 'long enough for it',
  role: 'viewer',
}

function bodies(): unknown[] {
  const each = KEYS.flatMap(key => JUNK.map(value => ({ ...good, [key]: value })))
  return [...JUNK, ...each, { ...good, __proto__x: 1, constructor: { prototype: {} } }]
}

function urls(route: Route): string[] {
  const fill = (org: string, id: string) =>
    route.path.replace('{org}', org).replace('{id}', id).replace('{token}', id)
  return [...IDS.map(id => fill(acme.organization.slug, id)), ...IDS.map(org => fill(org, IDS[5]!))]
}

/** Signing out is a good request here, and would make the rest of them a stranger's. */
const tried = routes.filter(route => route.operation !== 'signOut')

test.each(tried.map(route => [`${route.method} ${route.path}`, route] as const))(
  '%s: never 5xx, always our shape',
  async (_name, route) => {
    const takesBody = route.body !== undefined
    const tries = [
      ...urls(route).map(url => ({ url, body: takesBody ? good : undefined })),
      ...(takesBody ? bodies().map(body => ({ url: urls(route)[5]!, body })) : []),
      ...JUNK.slice(0, 8).map(value => ({
        url: `${urls(route)[5]!}?limit=${encodeURIComponent(String(value))}&cursor=${encodeURIComponent(String(value))}`,
        body: takesBody ? good : undefined,
      })),
    ]
    for (const [index, { url, body }] of tries.entries()) {
      const cookie = [...acme.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await world.app.inject({
        method: route.method,
        url,
        remoteAddress: `198.20.${index % 250}.1`,
        headers: {
          cookie,
          origin: 'http://localhost:4400',
          ...(takesBody ? { 'content-type': 'application/json' } : {}),
        },
        ...(takesBody ? { payload: JSON.stringify(body) } : {}),
      })
      const what = [url.slice(0, 120), JSON.stringify(body)?.slice(0, 120)]
      expect([...what, answer.statusCode < 500]).toEqual([...what, true])
      if (answer.statusCode >= 400)
        expect(answer.json().error).toMatchObject({ code: expect.any(String), advice: expect.any(String) })
    }
  },
)

test('all of that was asked by somebody who was signed in', async () => {
  expect((await acme.browser.get('/v1/me')).statusCode).toBe(200)
})
