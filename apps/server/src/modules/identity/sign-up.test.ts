import { sql, type TenantRouter } from '@lettershop/tenant-router'
import { Browser } from '@lettershop/testkit/browser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOrganization } from './index.ts'
import { newPerson, openTestApp, PASSWORD, signIn, type TestApp } from './test-app.ts'

let world: TestApp
beforeAll(async () => {
  world = await openTestApp()
})
afterAll(() => world.close())

let people = 0
const form = (organization?: object) => ({
  name: 'Ada Lovelace',
  email: `ada${++people}@example.com`,
  password: PASSWORD,
  ...(organization ? { organization } : {}),
})

async function count(table: 'user' | 'organization' | 'member'): Promise<number> {
  const { rows } = await world.services.authPool.query<{ n: number }>(
    `select count(*)::integer as n from identity.${table}`,
  )
  return rows[0]!.n
}

test('sign-up makes an organization that is usable at once, and signs in', async () => {
  const browser = new Browser(world.app)
  const answer = await browser.post(
    '/v1/sign-up',
    form({ name: 'Engine & Söhne', currency: 'EUR', time_zone: 'Europe/Berlin' }),
  )
  expect(answer.json()).toMatchObject({
    user: { email_verified: false },
    organization: { slug: 'engine-sohne', name: 'Engine & Söhne' },
  })
  expect(answer.statusCode).toBe(201)
  const me = (await browser.get('/v1/me')).json()
  expect(me.organizations).toMatchObject([{ slug: 'engine-sohne', role: 'owner' }])
  expect((await browser.get('/v1/orgs/engine-sohne')).json()).toMatchObject({
    currency: 'EUR',
    time_zone: 'Europe/Berlin',
  })
  const home = await world.services.router.query(
    answer.json().organization.id,
    { id: me.user.id, role: 'owner' },
    sql`select count(*) from campaigns.campaign`,
  )
  expect(home.rows).toEqual([{ count: 0 }])
})

test('a mail asks to confirm the address, and its link does', async () => {
  const browser = new Browser(world.app)
  const wish = form()
  await browser.post('/v1/sign-up', wish)
  const mail = world.mails.findLast(one => one.to === wish.email)
  const link = /http:\S+/.exec(mail?.text ?? '')?.[0] ?? ''
  const answer = await browser.get(link.replace('http://localhost:4400', ''))
  expect(answer.statusCode).toBe(302)
  expect(answer.headers.location).toMatch(/^(http:\/\/localhost:4400)?\/$/)
  expect((await browser.get('/v1/me')).json().user.email_verified).toBe(true)
})

test('every wrong field is named at once, and nothing is made', async () => {
  const before = await count('user')
  const answer = await new Browser(world.app).post('/v1/sign-up', {
    name: ' ',
    email: 'аda@example.com',
    password: 'short',
    organization: { name: 'x', time_zone: 'Mars/Olympus', admin: true },
  })
  expect(answer.statusCode).toBe(422)
  const fields = answer.json().error.fields.map((one: { path: string }) => one.path)
  expect(fields.sort()).toEqual(['email', 'name', 'organization', 'organization.time_zone', 'password'])
  expect(await count('user')).toBe(before)
})

test('an address that has an account is not made twice, whatever its case', async () => {
  const wish = form()
  await new Browser(world.app).post('/v1/sign-up', wish)
  const answer = await new Browser(world.app).post('/v1/sign-up', {
    ...wish,
    email: wish.email.toUpperCase(),
    password: 'another password',
  })
  expect(answer.statusCode).toBe(409)
  await signIn(new Browser(world.app), wish.email)
})

test('organizations of the same name at the same moment get short names of their own', async () => {
  const { id: ownerId } = await newPerson(world)
  const made = await Promise.all(
    Array.from({ length: 5 }, () => createOrganization(world.services, { name: 'Same Name', ownerId })),
  )
  const slugs = new Set(made.map(one => one.slug))
  expect(slugs.size).toBe(5)
  expect(slugs).toContain('same-name')
  expect(new Set(made.map(one => one.routeKey)).size).toBe(5)
})

test('a short name that was asked for and is taken: 409, nothing stays, and the form can be sent again', async () => {
  const first = form({ name: 'First', slug: 'wanted' })
  expect((await new Browser(world.app).post('/v1/sign-up', first)).statusCode).toBe(201)
  const [users, organizations] = [await count('user'), await count('organization')]
  const second = form({ name: 'Second', slug: 'wanted' })
  const refused = await new Browser(world.app).post('/v1/sign-up', second)
  expect(refused.json().error).toMatchObject({ code: 'already_exists', param: 'slug' })
  expect([await count('user'), await count('organization')]).toEqual([users, organizations])
  const again = await new Browser(world.app).post('/v1/sign-up', {
    ...second,
    organization: { name: 'Second', slug: 'wanted-too' },
  })
  expect(again.statusCode).toBe(201)
})

test.each(['admin', 'www', '0190a5c0-0000-7000-8000-000000000000'])(
  'the short name %s is refused',
  async slug => {
    const answer = await new Browser(world.app).post('/v1/sign-up', form({ name: 'Nice try', slug }))
    expect(answer.statusCode).toBe(422)
  },
)

test('a home that cannot be made takes everything away again', async () => {
  const { id: ownerId } = await newPerson(world)
  const before = [await count('organization'), await count('member')]
  const router: TenantRouter = {
    ...world.services.router,
    settle: async () => {
      throw new Error('the database went away')
    },
  }
  const failing = { ...services(), router }
  await expect(createOrganization(failing, { name: 'Unlucky', slug: 'unlucky', ownerId })).rejects.toThrow(
    'went away',
  )
  expect([await count('organization'), await count('member')]).toEqual(before)
  expect((await createOrganization(world.services, { name: 'Unlucky', slug: 'unlucky', ownerId })).slug).toBe(
    'unlucky',
  )
})

test('what a killed process left half made is seen by nobody and removed by the next creation', async () => {
  const owner = await newPerson(world)
  const { authPool } = world.services
  const { id } = await createOrganization(world.services, { name: 'Half', slug: 'half', ownerId: owner.id })
  await authPool.query(
    "update identity.organization set ready_at = null, created_at = now() - interval '6 minutes' where id = $1",
    [id],
  )
  expect((await owner.browser.get('/v1/orgs/half')).statusCode).toBe(404)
  expect((await owner.browser.get('/v1/me')).json().organizations).toEqual([])
  const again = await createOrganization(world.services, { name: 'Half', slug: 'half', ownerId: owner.id })
  expect(again.id).not.toBe(id)
})

test('no room in any database is said, and nothing stays', async () => {
  const { id: ownerId } = await newPerson(world)
  const before = await count('organization')
  const wish = { name: 'Far away', ownerId, region: 'moon' }
  await expect(createOrganization(world.services, wish)).rejects.toMatchObject({ code: 'no_room' })
  expect(await count('organization')).toBe(before)
})

test('sign-up is limited for each client', async () => {
  const browser = new Browser(world.app)
  const answers = []
  for (let i = 0; i < 21; i++) answers.push((await browser.post('/v1/sign-up', {})).statusCode)
  expect(answers.slice(0, 20).every(status => status === 422)).toBe(true)
  expect(answers[20]).toBe(429)
})

/** Services without the getters that a spread would call. */
function services() {
  const { config, log, clock, router, control, authPool, mailer } = world.services
  const rest = { storage: undefined as never, secrets: undefined as never }
  return { config, log, clock, router, control, authPool, mailer, ...rest }
}
