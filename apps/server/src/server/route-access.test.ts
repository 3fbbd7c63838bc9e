import { may, ROLES } from '@lettershop/contracts'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { belongsToOrganization, type Route } from '#platform/http/route.ts'
import { allRoutes } from './open-server.ts'

/**
 * Every route of the table as every kind of caller. Nothing is named here: a new route is tested by being in the list,
 * and its expectation is the permission table's.
 */
let world: TestApp
let routes: Route[]

beforeAll(async () => {
  world = await openTestApp({ worker: false })
  routes = allRoutes(world.config)
})
afterAll(() => world.close())

const ID = '01890a5d-ac96-774b-bcce-b302099a8057'
const addressOf = (one: Route, org: string) => one.path.replace('{org}', org).replaceAll(/\{\w+\}/g, ID)

function ofOrganization(): Route[] {
  return routes.filter(belongsToOrganization)
}

describe('routes of an organization', () => {
  test('nobody is told to sign in', async () => {
    for (const one of ofOrganization()) {
      const answer = await world.nobody.request(one.method, addressOf(one, world.acme.slug))
      expect(answer.statusCode, `${one.method} ${one.path}`).toBe(401)
    }
  })

  test.each(['neighbour', 'faraway'] as const)(
    'an owner of %s finds nothing, by short name or id',
    async stranger => {
      for (const one of ofOrganization())
        for (const org of [world.acme.slug, world.acme.id]) {
          const answer = await world[stranger].owner.request(one.method, addressOf(one, org))
          expect(answer.statusCode, `${one.method} ${one.path}`).toBe(404)
          if (one.method !== 'HEAD') expect(answer.json().error.code).toBe('not_found')
        }
    },
  )

  test.each(ROLES)('as %s exactly what the permission table says', async role => {
    const member = await world.acme.member(role)
    for (const one of ofOrganization()) {
      if (typeof one.access === 'string' || one.operation === 'leaveOrganization') continue
      const answer = await member.request(one.method, addressOf(one, world.acme.slug))
      const allowed = may(role, one.access)
      expect(
        answer.statusCode === 403 && answer.json().error.code === 'forbidden',
        `${one.method} ${one.path} is ${allowed ? 'allowed' : 'forbidden'}`,
      ).toBe(!allowed)
      expect(answer.statusCode, `${one.method} ${one.path}: ${answer.body}`).toBeLessThan(500)
    }
  })
})

test('every route says who may call it, and every operation has a name of its own', () => {
  for (const one of routes) {
    if (!belongsToOrganization(one)) continue
    if (typeof one.access !== 'string')
      expect(
        ROLES.some(role => may(role, one.access as never)),
        `${one.path}: no role has ${JSON.stringify(one.access)}`,
      ).toBe(true)
  }
  const names = routes.map(one => one.operation)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  console.log(
    `route access: ${ofOrganization().length} routes of organizations, ${routes.length} in all, 100 % walked`,
  )
})

test('operators’ routes are closed to owners, and open ones need no session', async () => {
  for (const one of routes.filter(route => route.access === 'operator' || route.access === 'signed_in')) {
    const answer = await world.nobody.request(one.method, addressOf(one, ''))
    expect(answer.statusCode, `${one.method} ${one.path}`).toBe(401)
  }
  for (const one of routes.filter(route => route.access === 'operator')) {
    const answer = await world.acme.owner.request(one.method, addressOf(one, ''))
    expect(answer.statusCode, `${one.method} ${one.path}`).toBe(403)
  }
})
