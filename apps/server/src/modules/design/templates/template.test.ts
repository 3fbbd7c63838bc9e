import { sql, tenantId } from '@lettershop/tenant-router'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let world: TestApp
let base: string
beforeAll(async () => {
  world = await openTestApp({ worker: false })
  base = `/v1/orgs/${world.acme.slug}`
})
afterAll(() => world?.close())

const text = (content: string, more: Record<string, unknown> = {}) => ({
  type: 'Textbox',
  left: 40,
  top: 40,
  width: 300,
  height: 40,
  fontFamily: 'Noto Sans',
  fontSize: 14,
  text: content,
  ...more,
})
const fabric = (...objects: unknown[]) => ({ version: '6.7.1', objects })
const card = (...objects: unknown[]) => ({
  lettershop: 1,
  format: 'postcard-4x6',
  pages: [{ name: 'front', canvas: fabric(...objects) }],
})

async function make(document: unknown, more: Record<string, unknown> = {}) {
  return world.acme.owner.post(`${base}/templates`, { name: 'Card', document, ...more })
}

describe('saving', () => {
  test('makes version 1 with its variables and a hash that does not depend on the order of keys', async () => {
    const answer = await make(card(text('Dear {{ first_name }}, {{ city | upcase }}')))
    expect(answer.statusCode).toBe(201)
    expect(answer.json()).toMatchObject({
      template: { format: 'postcard-4x6', current_version: 1, status: 'active' },
      version: { version: 1, variables: ['city', 'first_name'], findings: [] },
    })
    const { pages, ...rest } = card(text('Dear {{ first_name }}, {{ city | upcase }}'))
    const other = await make({ pages, ...rest })
    expect(other.json().version.sha256).toBe(answer.json().version.sha256)
  })

  test('a new document is the next version, the same one is none; old versions stay', async () => {
    const { template } = (await make(card(text('one')))).json()
    const path = `${base}/templates/${template.id}/versions`
    const second = await world.acme.owner.post(path, { document: card(text('two')), note: 'Shorter' })
    expect([second.statusCode, second.json().version]).toEqual([201, 2])
    const same = await world.acme.owner.post(path, { document: card(text('two')) })
    expect([same.statusCode, same.json().version]).toEqual([200, 2])
    const { data, next } = (await world.acme.owner.get(`${path}?limit=1`)).json()
    expect(data).toMatchObject([{ version: 2, note: 'Shorter' }])
    expect((await world.acme.owner.get(`${path}?cursor=${next}`)).json().data).toMatchObject([{ version: 1 }])
    const first = (await world.acme.owner.get(`${path}/1`)).json()
    expect(first.document.pages[0].canvas.objects[0].text).toBe('one')
    expect((await world.acme.owner.get(`${path}/current`)).json().version).toBe(2)
    expect((await world.acme.owner.get(`${path}/3`)).statusCode).toBe(404)
  })

  test('no statement of the server changes a version', async () => {
    const { template } = (await make(card(text('fixed')))).json()
    const change = world.services.router.query(
      tenantId(world.acme.id),
      { id: null, role: 'system' },
      sql`update design.template_version set document = '{}' where template_id = ${template.id}`,
    )
    await expect(change).rejects.toMatchObject({ sqlState: '42501' })
  })

  test('two who save at the same time get two versions', async () => {
    const { template } = (await make(card(text('0')))).json()
    const path = `${base}/templates/${template.id}/versions`
    const saved = await Promise.all(
      ['a', 'b', 'c'].map(one => world.acme.owner.post(path, { document: card(text(one)) })),
    )
    expect(saved.map(one => one.json().version).sort()).toEqual([2, 3, 4])
  })

  test('bare Fabric JSON gets its wrapper, with the format that was sent', async () => {
    const refused = await make(fabric(text('x')))
    expect([refused.statusCode, refused.json().error.code]).toEqual([422, 'design_invalid'])
    expect(refused.json().error.fields[0].path).toBe('document.format')
    const kept = await make(fabric(text('Hello')), { format: 'postcard-6x9' })
    expect(kept.json()).toMatchObject({
      template: { format: 'postcard-6x9' },
      version: { document: { lettershop: 1, format: 'postcard-6x9' } },
    })
    const sized = await make(fabric(text('Hello')), { format: '6x4in' })
    expect(sized.json().template.format).toBe('6x4in')
  })

  test.each([
    ['an unknown element', card({ type: 'Hologram' }), 'document.pages[0].canvas.objects[0]'],
    [
      'a coordinate that is none',
      card(text('x', { left: 'NaN' })),
      'document.pages[0].canvas.objects[0].left',
    ],
    ['Liquid that does not end', card(text('{{ first_name')), 'document.pages[0].canvas.objects[0].text'],
    ['a newer version of the document', { lettershop: 99, pages: [] }, 'document.lettershop'],
    ['a document without pages', { lettershop: 1, format: 'a6', pages: [] }, 'document.pages'],
    ['no design at all', { hello: 'world' }, 'document'],
  ])('%s is refused with its path', async (_, document, path) => {
    const answer = await make(document)
    expect([answer.statusCode, answer.json().error.code]).toEqual([422, 'design_invalid'])
    expect(answer.json().error.fields[0].path).toBe(path)
  })
})

test('deleted and restored', async () => {
  const { template } = (await make(card(text('x')))).json()
  const path = `${base}/templates/${template.id}`
  expect((await world.acme.owner.delete(path)).statusCode).toBe(204)
  expect((await world.acme.owner.get(path)).statusCode).toBe(404)
  expect((await world.acme.owner.get(`${path}/preview.png`)).statusCode).toBe(404)
  expect((await world.acme.owner.post(`${path}/restore`)).statusCode).toBe(200)
  expect((await world.acme.owner.get(path)).statusCode).toBe(200)
})

describe('pictures', () => {
  test('with invented values, given ones, and those of a recipient', async () => {
    const { template } = (await make(card(text('Dear {{ first_name }} of {{ shop }}')))).json()
    const path = `${base}/templates/${template.id}/preview.png?width=300`
    const sample = await world.acme.owner.get(path)
    expect(sample.rawPayload.subarray(1, 4).toString()).toBe('PNG')
    const given = await world.acme.owner.get(`${path}&values=${encodeURIComponent('{"first_name":"Ada"}')}`)
    expect(given.rawPayload.equals(sample.rawPayload)).toBe(false)
    expect((await world.acme.owner.get(`${path}&values=x`)).statusCode).toBe(422)
    const known = await world.acme.owner.get(path, { 'if-none-match': String(sample.headers['etag']) })
    expect(known.statusCode).toBe(304)
    const pdf = await world.acme.owner.get(`${base}/templates/${template.id}/preview.pdf`)
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect((await world.acme.owner.get(`${path}&page=2`)).statusCode).toBe(404)
  })

  test('of a person only for who may see people, and only of the own organization', async () => {
    const { template } = (await make(card(text('Dear {{ first_name }}')))).json()
    const run = (id: string) =>
      world.services.router.withTenant(tenantId(id), { id: null, role: 'system' }, async tx => {
        const list = await tx.row(
          sql<{ id: string }>`insert into audience.recipient_list (name) values ('L') returning id`,
        )
        return tx.row(sql<{ id: string }>`
          insert into audience.recipient (list_id, first_name) values (${list.id}, 'Zoë') returning id`)
      })
    const [own, foreign] = [await run(world.acme.id), await run(world.neighbour.id)]
    const path = `${base}/templates/${template.id}/preview.png?width=200&recipient_id=`
    expect((await world.acme.owner.get(path + own.id)).statusCode).toBe(200)
    expect((await world.acme.owner.get(path + foreign.id)).statusCode).toBe(404)
    const viewer = await world.acme.member('viewer')
    expect((await viewer.get(path + own.id)).statusCode).toBe(403)
    expect((await viewer.get(path.replace('&recipient_id=', ''))).statusCode).toBe(200)
  })

  test('strangers get none', async () => {
    const { template } = (await make(card(text('secret')))).json()
    for (const stranger of [world.neighbour, world.faraway])
      for (const tail of ['', '/preview.png', '/preview.pdf', '/versions', '/versions/1'])
        expect(
          (await stranger.owner.get(`/v1/orgs/${stranger.slug}/templates/${template.id}${tail}`)).statusCode,
        ).toBe(404)
  })
})

test('the formats are public', async () => {
  const { data } = (await world.nobody.get('/v1/formats')).json()
  expect(data.length).toBeGreaterThanOrEqual(11)
  expect(data[0]).toMatchObject({ name: 'postcard-4x6', width: 6, height: 4, bleed: 0.125 })
})
