import { withConnection } from '@lettershop/tenant-router'
import type { Browser } from '@lettershop/testkit/browser'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOperator } from '#modules/identity/index.ts'

let world: TestApp
let operator: Browser

beforeAll(async () => {
  world = await openTestApp({ worker: false })
  operator = (await world.newOrganization('Runner')).owner
  const { email } = (await operator.get('/v1/me')).json().user
  await withConnection(world.databases.login('ops', world.databases.control), client =>
    createOperator(client, email),
  )
})
afterAll(() => world.close())

const ADDRESSES = [
  '/v1/debug/tenant-connection?org=acme',
  '/v1/operator/data-sources',
  '/v1/operator/placements',
]

test.each(ADDRESSES)('%s: nobody signs in first, an owner is refused, an operator sees it', async address => {
  expect((await world.nobody.get(address)).statusCode).toBe(401)
  expect((await world.acme.owner.get(address)).statusCode).toBe(403)
  const answer = await operator.get(address)
  expect(answer.statusCode, answer.body).toBe(200)
  expect(answer.body).not.toContain(world.databases.login('app', '').password)
})

test('the debug answer tells each step, the home, the caches and the pool', async () => {
  for (const [organization, source] of [
    [world.acme, 'shared-1'],
    [world.faraway, 'shared-2'],
  ] as const) {
    const answer = (await operator.get(`/v1/debug/tenant-connection?org=${organization.id}`)).json()
    expect(answer.test).toMatchObject({
      success: true,
      placed: true,
      credentialsReadable: true,
      reachable: true,
      queryable: true,
    })
    expect(answer.home).toMatchObject({ data_source: source, kind: 'shared', state: 'open', epoch: 1 })
    expect(answer.pool).toMatchObject({ breaker: 'closed', failures: 0 })
    expect(answer.pool.transactions).toBeGreaterThan(0)
    expect(answer.cache.entries).toBeGreaterThan(0)
  }
  expect((await operator.get('/v1/debug/tenant-connection?org=nobody-of-this-name')).statusCode).toBe(404)
})

test('an unreachable database is told step by step', async () => {
  const broken = await world.newOrganization('Broken')
  const ops = (text: string) =>
    withConnection(world.databases.login('ops', world.databases.control), client =>
      client.query(text, [broken.id]),
    )
  await ops(`with s as (insert into tenancy.data_source (name, kind, host, port, database)
    values ('gone', 'dedicated', '127.0.0.1', 1, 'gone') returning id)
    update tenancy.placement set data_source_id = (select id from s) where organization_id = $1`)
  await world.services.router.clearAllCaches()
  const answer = (await operator.get(`/v1/debug/tenant-connection?org=${broken.slug}`)).json()
  expect(answer.test).toMatchObject({
    success: false,
    placed: true,
    credentialsReadable: true,
    reachable: false,
  })
  expect(answer.home).toMatchObject({ data_source: 'gone' })
})

test('data sources and placements are complete', async () => {
  const sources = (await operator.get('/v1/operator/data-sources')).json().data
  expect(sources.slice(-2)).toMatchObject([
    { name: 'shared-1', organizations: expect.any(Number), migration: { state: 'pending' } },
    { name: 'shared-2', organizations: 1 },
  ])
  const placements = (await operator.get('/v1/operator/placements?find=FARAWAY')).json().data
  expect(placements).toMatchObject([{ slug: 'faraway', data_source: 'shared-2', state: 'open' }])
})
