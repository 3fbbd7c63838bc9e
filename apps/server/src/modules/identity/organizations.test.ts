import { openConnection } from '@lettershop/tenant-router'
import { Browser } from '@lettershop/testkit/browser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { route } from '#platform/http/route.ts'
import { createOperator, createUser, resetUser } from './index.ts'
import { newOwner, newPerson, openTestApp, signIn, type TestApp } from './test-app.ts'

const operatorsOnly = route({
  method: 'POST',
  path: '/v1/operator/try',
  operation: 'tryAsOperator',
  tag: 'operator',
  summary: 'For operators only',
  access: 'operator',
  answers: {},
  handle: async () => undefined,
})

let world: TestApp
beforeAll(async () => {
  world = await openTestApp([operatorsOnly])
})
afterAll(() => world.close())

test('settings are read and changed; what is wrong is named', async () => {
  const { browser, organization } = await newOwner(world, 'Acme')
  const url = `/v1/orgs/${organization.slug}`
  expect((await browser.get(url)).json()).toMatchObject({ currency: 'USD', units: 'imperial', mode: 'live' })
  const changed = await browser.patch(url, {
    name: 'Acme GmbH',
    currency: 'EUR',
    units: 'metric',
    time_zone: 'Europe/Berlin',
  })
  expect(changed.json()).toMatchObject({
    name: 'Acme GmbH',
    slug: 'acme-ltd',
    currency: 'EUR',
    units: 'metric',
  })
  const wrong = await browser.patch(url, {
    currency: 'EURO',
    time_zone: 'Berlin',
    mode: 'test',
    name: 'a\u0000b',
  })
  const paths = wrong.json().error.fields.map((field: { path: string }) => field.path)
  expect(paths.sort()).toEqual(['', 'currency', 'name', 'time_zone'])
  expect((await browser.patch(url, {})).statusCode).toBe(422)
})

test('a short name can be changed, to none that is taken or reserved; the old one is gone', async () => {
  const [one, two] = [await newOwner(world, 'Movable'), await newOwner(world, 'Fixed')]
  const url = `/v1/orgs/${one.organization.slug}`
  expect((await one.browser.patch(url, { slug: two.organization.slug })).statusCode).toBe(409)
  expect((await one.browser.patch(url, { slug: 'api' })).statusCode).toBe(422)
  expect((await one.browser.patch(url, { slug: two.organization.id })).statusCode).toBe(422)
  expect((await one.browser.patch(url, { slug: 'moved' })).statusCode).toBe(200)
  expect((await one.browser.get(url)).statusCode).toBe(404)
  expect((await one.browser.get('/v1/orgs/moved')).statusCode).toBe(200)
})

test('a person makes another organization and sees both', async () => {
  const { browser } = await newOwner(world, 'Founder')
  const made = await browser.post('/v1/orgs', { name: 'Second Venture' })
  expect([made.statusCode, made.json().slug]).toEqual([201, 'second-venture'])
  const { organizations } = (await browser.get('/v1/me')).json()
  expect(organizations.map((one: { slug: string }) => one.slug)).toEqual(['founder-ltd', 'second-venture'])
  expect(organizations[1].permissions).toContain('campaign.approve')
})

test('only an operator passes where operators are asked for, and only role ops makes one', async () => {
  const person = await newPerson(world)
  expect((await new Browser(world.app).post('/v1/operator/try')).statusCode).toBe(401)
  expect((await person.browser.post('/v1/operator/try')).statusCode).toBe(403)
  await expect(createOperator(world.services.authPool as never, person.email)).rejects.toMatchObject({
    code: '42501',
  })
  const { databases } = world
  const ops = await openConnection(databases.login('ops', databases.control))
  await createOperator(ops, person.email)
  await createOperator(ops, person.email)
  await expect(createOperator(ops, 'nobody@example.com')).rejects.toMatchObject({ code: 'not_found' })
  await ops.end()
  expect((await person.browser.post('/v1/operator/try')).statusCode).toBe(204)
  expect((await person.browser.get('/v1/me')).json().user.is_operator).toBe(true)
})

test('at the command line wrong values are said in words', async () => {
  const wish = { name: 'Ann', email: 'not an address', password: 'short' }
  await expect(createUser(world.services, wish)).rejects.toMatchObject({
    code: 'validation_failed',
    message: expect.stringMatching(/email: .*\npassword: Use at least 10 characters/),
  })
  await expect(resetUser(world.services, 'nobody@example.com', 'long enough for it')).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('the serving role reads no session, account or key, and only its own organization', async () => {
  const { organization } = await newOwner(world, 'Sealed')
  await newOwner(world, 'Neighbour')
  const { databases } = world
  const app = await openConnection(databases.login('app', databases.control))
  for (const table of ['session', 'account', 'apikey', 'verification', 'two_factor', '"user"', 'invitation'])
    await expect(app.query(`select * from identity.${table}`)).rejects.toMatchObject({ code: '42501' })
  expect((await app.query('select id from identity.organization')).rows).toEqual([])
  await app.query('begin')
  await app.query(`set local app.tenant_id = '${organization.id}'`)
  expect((await app.query('select slug from identity.organization')).rows).toEqual([{ slug: 'sealed-ltd' }])
  await app.query('rollback')
  await app.end()
})

test('signing in sweeps what has expired', async () => {
  const person = await newPerson(world)
  const { authPool } = world.services
  await authPool.query(
    "update identity.session set expires_at = now() - interval '1 minute' where user_id = $1",
    [person.id],
  )
  await authPool.query(
    "insert into identity.verification (identifier, value, expires_at) values ('old', 'old', now() - interval '1 minute')",
  )
  await signIn(new Browser(world.app), person.email)
  const { rows } = await authPool.query(
    'select expires_at > now() as alive from identity.session where user_id = $1',
    [person.id],
  )
  expect(rows).toEqual([{ alive: true }])
  expect((await authPool.query("select from identity.verification where identifier = 'old'")).rowCount).toBe(
    0,
  )
})
