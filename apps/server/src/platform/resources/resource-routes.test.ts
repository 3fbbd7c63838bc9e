import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** The kit through one resource that uses all of it: seed addresses. */
let world: TestApp
let path: string

beforeAll(async () => {
  world = await openTestApp({ worker: false })
  path = `/v1/orgs/${world.acme.slug}/seed-addresses`
})
afterAll(() => world.close())

const address = (name: string, more: object = {}) => ({
  name,
  address_line1: '1 Elm Street',
  city: 'Keene',
  state: 'NH',
  postal_code: '03431',
  ...more,
})

async function create(name: string, more: object = {}) {
  const answer = await world.acme.owner.post(path, address(name, more))
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}

describe('create', () => {
  test('answers 201 with the row, its version as ETag, and nothing that the contract does not name', async () => {
    const answer = await world.acme.owner.post(path, address('Front desk'))
    expect(answer.statusCode).toBe(201)
    expect(answer.headers['etag']).toBe('"1"')
    expect(answer.json()).toMatchObject({
      name: 'Front desk',
      postal_code: '03431',
      country: 'US',
      active: true,
    })
    expect(answer.json()).not.toHaveProperty('tenant_id')
  })

  test('names every wrong field at once', async () => {
    const answer = await world.acme.owner.post(path, { name: '', city: 7, country: 'usa', nonsense: true })
    expect(answer.statusCode).toBe(422)
    const paths = answer.json().error.fields.map((field: { path: string }) => field.path)
    expect(paths).toEqual(expect.arrayContaining(['name', 'city', 'country', 'address_line1', 'postal_code']))
    expect(answer.body).toContain('nonsense')
  })

  test('writes an audit entry and an event in the same transaction', async () => {
    const row = await create('Audited')
    const { rows } = await world.services.router.query(
      world.acme.id as never,
      { id: null, role: 'system' },
      {
        text: `select (select count(*) from audit.entry where resource_id = $1)::int as audited,
                    (select count(*) from platform.outbox where resource_id = $1)::int as told`,
        values: [row.id],
      },
    )
    expect(rows[0]).toMatchObject({ audited: 1 })
  })
})

describe('update', () => {
  test('needs the version that was read, when one is sent', async () => {
    const row = await create('Versioned')
    const first = await world.acme.owner.patch(`${path}/${row.id}`, { city: 'Dover' }, { 'if-match': '"1"' })
    expect(first.statusCode).toBe(200)
    expect(first.headers['etag']).toBe('"2"')
    const stale = await world.acme.owner.patch(`${path}/${row.id}`, { city: 'Nashua' }, { 'if-match': '"1"' })
    expect(stale.statusCode).toBe(412)
    expect(stale.json().error.code).toBe('row_changed')
    expect((await world.acme.owner.get(`${path}/${row.id}`)).json().city).toBe('Dover')
  })

  test('an empty change is refused', async () => {
    const row = await create('Unchanged')
    expect((await world.acme.owner.patch(`${path}/${row.id}`, {})).statusCode).toBe(422)
  })
})

describe('delete', () => {
  test('answers 204, then the row is gone', async () => {
    const row = await create('Short-lived')
    expect((await world.acme.owner.delete(`${path}/${row.id}`)).statusCode).toBe(204)
    expect((await world.acme.owner.get(`${path}/${row.id}`)).statusCode).toBe(404)
    expect((await world.acme.owner.delete(`${path}/${row.id}`)).statusCode).toBe(404)
  })
})

describe('list', () => {
  test('pages by keyset: rows written meanwhile neither repeat nor hide others', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `Page ${String(index).padStart(2, '0')}`)
    for (const name of names) await create(name)
    const seen: string[] = []
    let cursor = ''
    do {
      const answer = await world.acme.owner.get(`${path}?name[prefix]=Page&sort=name&limit=7${cursor}`)
      expect(answer.statusCode, answer.body).toBe(200)
      const page = answer.json()
      seen.push(...page.data.map((row: { name: string }) => row.name))
      // Before everything that was read, and after everything that will be.
      await create(`Page !${seen.length}`)
      await create(`Page ~${seen.length}`)
      cursor = page.next ? `&cursor=${page.next}` : ''
    } while (cursor !== '' && seen.length < 100)
    expect(seen.filter(name => names.includes(name))).toEqual(names)
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('counts on request, filters, and refuses what it does not know', async () => {
    await create('Counted', { city: 'Rye', active: false })
    const counted = await world.acme.owner.get(`${path}?active=false&include=total`)
    expect(counted.json()).toMatchObject({ total: 1, next: null })
    expect((await world.acme.owner.get(`${path}?city=Rye`)).statusCode).toBe(422)
    expect((await world.acme.owner.get(`${path}?limit=1001`)).statusCode).toBe(422)
  })

  test('a cursor belongs to its list', async () => {
    for (let index = 0; index < 3; index++) await create(`Cursor ${index}`)
    const { next } = (await world.acme.owner.get(`${path}?limit=1&sort=name`)).json()
    expect(next).toEqual(expect.any(String))
    const other = await world.acme.owner.get(`${path}?limit=1&sort=-name&cursor=${next}`)
    expect(other.statusCode).toBe(422)
    expect(other.json().error.code).toBe('cursor_invalid')
  })

  test('a neighbour sees none of it', async () => {
    const answer = await world.neighbour.owner.get(
      `/v1/orgs/${world.neighbour.slug}/seed-addresses?include=total`,
    )
    expect(answer.json()).toMatchObject({ data: [], total: 0 })
    const row = await create('Secret')
    for (const method of ['GET', 'PATCH', 'DELETE'] as const) {
      const attempt = await world.neighbour.owner.request(
        method,
        `/v1/orgs/${world.neighbour.slug}/seed-addresses/${row.id}`,
        method === 'PATCH' ? { city: 'Mine' } : undefined,
      )
      expect(attempt.statusCode, method).toBe(404)
    }
  })
})

describe('Idempotency-Key', () => {
  const send = (key: string, name: string) =>
    world.acme.owner.post(path, address(name), { 'idempotency-key': key })

  test('the same request twice is done once and answered alike', async () => {
    const first = await send('key-1', 'Once')
    const second = await send('key-1', 'Once')
    expect(second.statusCode).toBe(201)
    expect(second.json().id).toBe(first.json().id)
    expect(second.headers['idempotency-replayed']).toBe('true')
  })

  test('with another body it is refused', async () => {
    await send('key-2', 'One')
    const other = await send('key-2', 'Two')
    expect(other.statusCode).toBe(409)
    expect(other.json().error.code).toBe('idempotency_key_reused')
  })

  test('a refused request frees its key', async () => {
    expect(
      (await world.acme.owner.post(path, { name: 'Incomplete' }, { 'idempotency-key': 'key-3' })).statusCode,
    ).toBe(422)
    expect((await send('key-3', 'Complete')).statusCode).toBe(201)
  })

  test('twenty at once make one row', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => send('key-4', 'Crowd')))
    expect(answers.filter(answer => answer.statusCode === 201).length).toBeGreaterThan(0)
    for (const answer of answers) expect([201, 409]).toContain(answer.statusCode)
    const { total } = (await world.acme.owner.get(`${path}?name=Crowd&include=total`)).json()
    expect(total).toBe(1)
  })

  test('a claim whose process died before it answered is not carried out again', async () => {
    await send('key-5', 'Lost answer')
    await world.services.router.query(
      world.acme.id as never,
      { id: null, role: 'system' },
      {
        text: "update platform.idempotency_key set status = null, response = null, created_at = now() - interval '5 minutes' where key = 'key-5'",
      },
    )
    const retry = await send('key-5', 'Lost answer')
    expect(retry.json().error.code).toBe('idempotency_answer_lost')
  })

  test('a claim whose process died before the work is taken over', async () => {
    await send('key-6', 'Never done')
    await world.services.router.query(
      world.acme.id as never,
      { id: null, role: 'system' },
      {
        text: "update platform.idempotency_key set status = null, response = null, effect_committed_at = null, created_at = now() - interval '5 minutes' where key = 'key-6'",
      },
    )
    expect((await send('key-6', 'Never done')).statusCode).toBe(201)
  })
})
