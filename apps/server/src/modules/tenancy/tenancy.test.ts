import { expect, test } from 'vitest'
import { createOrganization, createUser } from '#modules/identity/index.ts'
import { openTestApp } from '#modules/identity/test-app.ts'
import { listTenants, ROUTE_KEY_LENGTH, randomRouteKey } from './index.ts'

test('a route key is Crockford base32 of one length, drawn over the whole alphabet', () => {
  const keys = Array.from({ length: 2000 }, () => randomRouteKey())
  for (const key of keys) expect(key).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}$/)
  expect(new Set(keys.join('')).size).toBe(32)
  expect(randomRouteKey(below => below - 1)).toBe('Z'.repeat(ROUTE_KEY_LENGTH))
})

test('new organizations go where the fewest are, and nowhere when all is full', async () => {
  const world = await openTestApp()
  const { services, databases } = world
  const { id: ownerId } = await createUser(services, {
    name: 'Owner',
    email: 'o@example.com',
    password: 'long enough for it',
  })
  const create = (name: string) => createOrganization(services, { name, ownerId })
  for (const name of ['One', 'Two', 'Three', 'Four']) await create(name)
  const lines = await listTenants(services.authPool)
  expect(lines.map(line => [line.slug, line.data_source])).toEqual([
    ['four', 'shared-2'],
    ['three', 'shared-1'],
    ['two', 'shared-2'],
    ['one', 'shared-1'],
  ])
  expect(lines[0]).toMatchObject({ state: 'open', members: 1, route_key: expect.stringMatching(/^.{5}$/) })
  expect((await listTenants(services.authPool, 'TWO')).map(line => line.slug)).toEqual(['two'])
  const { openConnection } = await import('@lettershop/tenant-router')
  const ops = await openConnection(databases.login('ops', databases.control))
  await ops.query("update tenancy.data_source set capacity = 2 where name = 'shared-1'")
  await ops.query("update tenancy.data_source set status = 'draining' where name = 'shared-2'")
  await expect(create('Five')).rejects.toMatchObject({ code: 'no_room' })
  await ops.end()
  await world.close()
})

test('role auth may place an organization, and never move or end a placement', async () => {
  const world = await openTestApp()
  const { authPool } = world.services
  await expect(authPool.query("update tenancy.placement set state = 'closed'")).rejects.toMatchObject({
    code: '42501',
  })
  await expect(authPool.query('delete from tenancy.route_key')).rejects.toMatchObject({ code: '42501' })
  await expect(authPool.query('select host from tenancy.data_source')).rejects.toMatchObject({
    code: '42501',
  })
  await expect(authPool.query('select * from tenancy.credential')).rejects.toMatchObject({ code: '42501' })
  await world.close()
})
