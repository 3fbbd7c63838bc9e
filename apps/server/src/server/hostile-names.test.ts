import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESIGN, makeList } from '#modules/campaigns/test-campaign.ts'

/** Names that JavaScript's objects know already, names that break where they are cut, uploads that end in the middle. */
let world: TestApp
beforeAll(async () => {
  world = await openTestApp({ worker: false })
})
afterAll(() => world.close())

const v1 = (path: string) => `/v1/orgs/${world.acme.slug}/${path}`
const png = () =>
  sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
    .png()
    .toBuffer()

describe('a name that every object has is a name like others', () => {
  test.each(['constructor', 'toString', '__proto__'])('%s', async name => {
    const { owner, slug: org } = world.acme
    const slug = `p-${name.toLowerCase().replaceAll('_', '')}`
    const fields = name === 'constructor' ? [{ name, label: 'x', type: 'text' }] : []
    const form = { type: 'form', title: 'f', fields, button: 'x', thanks: 'y' }
    const page = await owner.post(v1('landing-pages'), {
      slug,
      title: 'x',
      document: {
        blocks: [
          { type: 'image', image: name, alt: 'x' },
          { type: 'hero', title: `a{{ ${name} }}b` },
          ...(fields.length > 0 ? [form] : []),
        ],
      },
    })
    expect(page.statusCode, page.body).toBe(201)
    await owner.post(v1(`landing-pages/${page.json().id}/publish`))
    const shown = await world.nobody.get(`/p/${org}/${slug}`)
    expect(shown.statusCode, shown.body).toBe(200)
    expect(shown.body).toContain('<h1>ab</h1>')
    expect(shown.body).not.toContain('native code')

    const document = structuredClone(DESIGN)
    Object.assign(document.pages[0]!.canvas.objects[0]!, { text: `Dear {{ ${name} }}` })
    const template = await owner.post(v1('templates'), { name, document })
    const { id } = template.json().template
    expect((await owner.get(v1(`templates/${id}/preview.png`))).statusCode).toBe(200)
    const list = await makeList(world, world.acme, 1)
    const made = await owner.post(v1('campaigns'), { template_id: id, recipient_list_id: list })
    const campaign = made.json().id
    const variables = await owner.get(v1(`campaigns/${campaign}/variables`))
    expect(variables.statusCode, variables.body).toBe(200)
    // Nothing supplies it.
    expect((await owner.post(v1(`campaigns/${campaign}/generate`))).statusCode).toBe(422)
  })
})

test('a file name that is cut in the middle of a character can be stored', async () => {
  const name = encodeURIComponent(`${'a'.repeat(199)}🦊`)
  const list = await world.acme.owner.upload(v1(`recipient-lists/upload?name=${name}`), 'a,b\n1,2\n')
  expect(list.statusCode, list.body).toBe(201)
})

describe('a multipart upload', () => {
  const send = (parts: readonly (string | Buffer)[]) =>
    world.acme.owner.request(
      'POST',
      v1('assets/upload'),
      Buffer.concat(parts.map(part => Buffer.from(part))),
      {
        'content-type': 'multipart/form-data; boundary=XX',
      },
    )
  const head = '--XX\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'

  test.each([
    ['in the middle of its file', [head, 'abc']],
    ['in its head', ['--XX\r\nContent-Disposition: form-data; na']],
    ['before it began', ['']],
  ])('that ends %s is refused, and nobody waits', async (_, parts) => {
    const answer = await send(parts)
    expect(answer.statusCode, answer.body).toBe(400)
  })

  test('negative control: a whole one is taken', async () => {
    expect((await send([head, await png(), '\r\n--XX--\r\n'])).statusCode).toBe(201)
  })
})

describe('a body that is nested too deep', () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`
  const groups = (levels: number) => `${'{"type":"Group","objects":['.repeat(levels)}${']}'.repeat(levels)}`
  const design = (object: string, metadata: string) =>
    `{"name":"d","metadata":${metadata},"document":{"lettershop":1,"format":"postcard-4x6","pages":[{"canvas":{"version":"6.7.1","objects":[${object}]}}]}}`
  const send = (body: string) =>
    world.acme.owner.request('POST', v1('templates'), body, { 'content-type': 'application/json' })

  test.each([
    ['groups', design(groups(10_000), '{}')],
    ['metadata', design('', nested(20_000))],
  ])('is refused: %s', async (_, body) => {
    const answer = await send(body)
    expect(answer.statusCode, answer.body.slice(0, 300)).toBe(400)
  })

  test('negative control: fifty levels are read', async () => {
    expect((await send(design('', nested(50)))).statusCode).toBe(201)
  })
})

test('nothing of an organization is kept by a cache that others share', async () => {
  for (const path of ['templates', 'recipients', 'campaigns?limit=1']) {
    const { headers } = await world.acme.owner.get(v1(path))
    expect(headers['cache-control'], path).toMatch(/private|no-store/)
  }
  expect((await world.nobody.get(v1('templates'))).headers['cache-control']).toMatch(/private|no-store/)
})
