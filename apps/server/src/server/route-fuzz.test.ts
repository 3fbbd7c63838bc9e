import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorTable } from '#platform/errors/table.ts'
import type { Route } from '#platform/http/route.ts'
import { allRoutes } from './open-server.ts'

/** Broken requests against every route: an answer of 4xx with a code of the table, never a 5xx, never SQL in the answer. */
let world: TestApp
let routes: Route[]

beforeAll(async () => {
  world = await openTestApp({ worker: false })
  routes = allRoutes(world.config)
})
afterAll(() => world.close())

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

const BODIES: readonly (readonly [string, string])[] = [
  ['not JSON', '{"name": '],
  ['empty', ''],
  ['null', 'null'],
  ['an array', '[1, 2, 3]'],
  ['a number', '42'],
  ['unknown keys', '{"no_such_field": 1}'],
  [
    'wrong types',
    '{"name": 7, "document": "x", "id": {}, "template_id": [], "recipient_list_id": true, "value": "much", "columns": 3, "slug": null}',
  ],
  ['a NUL', '{"name": "a\\u0000b", "title": "\\u0000", "body": "\\u0000", "email": "a\\u0000@b.c"}'],
  ['half a surrogate pair', '{"name": "\\ud800", "title": "\\ud800", "body": "\\ud800"}'],
  ['a prototype', '{"__proto__": {"admin": true}, "constructor": {"prototype": {}}}'],
  ['SQL', '{"name": "\'; drop table campaigns.campaign; --", "slug": "\' or 1=1", "role": "owner\'--"}'],
  [
    'far too long',
    JSON.stringify({ name: 'x'.repeat(100_000), title: 'y'.repeat(100_000), slug: 'z'.repeat(100_000) }),
  ],
  ['very deep', deep(5_000)],
  ['huge numbers', '{"value": 1e308, "version": 9007199254740993, "limit": -1, "priority": 1e400}'],
]

const IDS = [
  '01890a5d-ac96-774b-bcce-b302099a8057',
  'not-an-id',
  '%00',
  "1' or '1'='1",
  '..%2f..%2fetc%2fpasswd',
  '🦊',
  'x'.repeat(300),
]
const QUERIES = [
  'limit=0',
  'limit=1001',
  'limit=abc',
  'cursor=rubbish',
  'sort=nothing',
  'no_such=1',
  'id[in]=1,2',
  'id=%00',
  'limit=1&limit=2',
  'q=%ff%fe',
  "sort=id'--",
]

const addressOf = (one: Route, id: string) =>
  one.path
    .replace('{org}', world.acme.slug)
    .replaceAll(/\{\w+\}/g, encodeURIComponent(decodeURIComponent(id)))

const LEAKS =
  /\b(select|insert into|violates|constraint|syntax error|at character|pg_|node_modules|at \w+ \(|lettershop_app)\b/i

function judge(
  answer: { statusCode: number; body: string; headers: Record<string, unknown> },
  what: string,
): void {
  expect(answer.statusCode, `${what}: ${answer.body.slice(0, 300)}`).toBeLessThan(500)
  if (answer.statusCode < 400 || !String(answer.headers['content-type']).includes('json')) return
  const { error } = JSON.parse(answer.body)
  if (what.includes('/api/auth')) return
  expect(Object.keys(errorTable), what).toContain(error.code)
  expect(answer.body, what).not.toMatch(LEAKS)
}

/** What would end the fuzz's own session or organization. */
const ENDS_THE_SESSION = new Set([
  'signOut',
  'revokeAllSessions',
  'revokeSessions',
  'leaveOrganization',
  'deleteOrganization',
])

test('broken bodies', async () => {
  let count = 0
  for (const one of routes.filter(
    route => !['GET', 'HEAD'].includes(route.method) && !ENDS_THE_SESSION.has(route.operation),
  ))
    for (const [name, body] of BODIES) {
      const answer = await world.acme.owner.request(one.method, addressOf(one, IDS[0]!), body, {
        'content-type': 'application/json',
      })
      judge(answer, `${one.method} ${one.path} with ${name}`)
      count++
    }
  console.log(`fuzz: ${count} broken bodies`)
})

test('broken content types', async () => {
  for (const one of routes.filter(route => ['POST', 'PATCH', 'PUT'].includes(route.method)))
    for (const type of [
      'text/plain',
      'application/xml',
      'multipart/form-data',
      'application/json; charset=utf-16',
      'rubbish',
    ])
      judge(
        await world.acme.owner.request(one.method, addressOf(one, IDS[0]!), 'x=1', { 'content-type': type }),
        `${one.method} ${one.path} as ${type}`,
      )
})

test('broken ids and queries', async () => {
  for (const one of routes.filter(route => !ENDS_THE_SESSION.has(route.operation))) {
    for (const id of IDS)
      judge(
        await world.acme.owner.request(one.method, addressOf(one, id)),
        `${one.method} ${one.path} of ${id.slice(0, 40)}`,
      )
    if (one.method !== 'GET') continue
    for (const query of QUERIES)
      judge(
        await world.acme.owner.request('GET', `${addressOf(one, IDS[0]!)}?${query}`),
        `GET ${one.path}?${query}`,
      )
  }
})

test('broken headers', async () => {
  const headers: Record<string, string>[] = [
    { 'idempotency-key': '' },
    { 'idempotency-key': 'x'.repeat(5000) },
    { 'if-match': 'rubbish' },
    { authorization: 'Bearer ls_live_nothing' },
    { authorization: 'Basic xyz' },
    { authorization: 'Bearer ' },
    { cookie: 'lettershop.session_token=%E0%A4%A' },
    { cookie: `lettershop.session_token=${'x'.repeat(5000)}.abc` },
  ]
  for (const one of routes)
    for (const set of headers)
      judge(
        await world.nobody.request(one.method, addressOf(one, IDS[0]!), undefined, set),
        `${one.method} ${one.path} with ${JSON.stringify(set).slice(0, 60)}`,
      )
})

test('negative control: an answer of 500 or one with SQL in it is caught', () => {
  expect(() => judge({ statusCode: 500, body: '{}', headers: {} }, 'x')).toThrow()
  const leak = JSON.stringify({
    error: { code: 'conflict', message: 'duplicate key violates unique constraint' },
  })
  expect(() =>
    judge({ statusCode: 409, body: leak, headers: { 'content-type': 'application/json' } }, 'x'),
  ).toThrow()
})
