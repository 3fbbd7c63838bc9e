import { isSafeTarget } from '@lettershop/contracts'
import { json, sql } from '@lettershop/tenant-router'
import { Browser } from '@lettershop/testkit/browser'
import type { TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  hiddenFields,
  inOrganization,
  makeCampaign,
  openTrackingApp,
  PAGE,
  PHONE,
  publishPage,
} from '../test-tracking.ts'

let world: TestApp
beforeAll(async () => {
  world = await openTrackingApp()
})
afterAll(() => world.close())

const phone = { 'user-agent': PHONE, host: '127.0.0.1:4400' }
const visit = (path: string, visitor = new Browser(world.app)) => visitor.get(path, phone)
const send = (path: string, fields: URLSearchParams, visitor = new Browser(world.app)) =>
  visitor.request('POST', path, fields.toString(), {
    ...phone,
    'content-type': 'application/x-www-form-urlencoded',
  })
const v1 = (path: string) => `/v1/orgs/${world.acme.slug}/${path}`

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '</textarea><svg onload=alert(1)>',
  'javascript:alert(1)',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '{{ "<script>alert(1)</script>" }}',
  '<a href="javascript:alert(1)">x</a>',
  '<base href=//evil.example>',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
]

/** Tags and attributes that the page's own program writes; anything else came in through a text. */
function foreignMarkup(html: string): string[] {
  const own =
    /^(?:!doctype|html|head|meta|title|style|body|main|section|div|h1|h2|p|br|form|input|label|span|textarea|select|option|button|a|figure|figcaption|footer|img|svg|circle|path)$/
  return [...html.matchAll(/<\/?([!a-z][a-z0-9]*)([^>]*)>/gi)].flatMap(
    ([tag, name = '', attributes = '']) => {
      const unquoted = attributes.replaceAll(/"[^"]*"/g, '""')
      const bad = !own.test(name) || /\son\w+=|'/i.test(unquoted) || /href="(?!\/p\/|\/)/i.test(attributes)
      return bad ? [tag] : []
    },
  )
}

describe('a page shows text as text', () => {
  test.each(HOSTILE)('%s', async hostile => {
    const { acme } = world
    const slug = `x-${HOSTILE.indexOf(hostile)}`
    const document = {
      blocks: [
        { type: 'hero', title: hostile, text: hostile, image_alt: hostile },
        { type: 'text', title: hostile, text: `${hostile}\n\n{{ first_name }}` },
        { type: 'offer', title: hostile, text: hostile, code: hostile, note: hostile },
        {
          type: 'form',
          title: hostile,
          text: hostile,
          fields: [
            { name: 'a', label: hostile, type: 'text', placeholder: hostile, value: hostile },
            { name: 'b', label: hostile, type: 'select', options: [hostile] },
            { name: 'd', label: hostile, type: 'textarea', value: '{{ first_name }}' },
          ],
          button: hostile,
          thanks: hostile,
        },
        { type: 'button', label: hostile, url: 'https://shop.example/' },
        { type: 'image', image: hostile, alt: hostile, caption: hostile },
      ],
    }
    const made = await acme.owner.post(v1('landing-pages'), { slug, title: hostile, document })
    expect(made.statusCode).toBe(201)
    const { id } = made.json()
    await acme.owner.post(v1(`landing-pages/${id}/publish`))
    const campaign = await makeCampaign(world, acme, { pieces: 1, slug: `for-${slug}` })
    await inOrganization(
      world,
      acme,
      sql`update campaigns.campaign_recipient set variables = ${json({ first_name: hostile })} where id = ${campaign.pieces[0]!.id}`,
    )
    const path = `/p/${acme.slug}/${slug}?c=${campaign.pieces[0]!.code}`
    const preview = await acme.owner.get(v1(`landing-pages/${id}/preview`))
    expect(preview.headers['content-security-policy']).toContain('sandbox')
    const refused = await send(
      `/p/${acme.slug}/${slug}/submit`,
      new URLSearchParams({ form: '3', token: hostile, a: hostile, b: hostile, d: hostile }),
    )
    expect(refused.statusCode).toBe(422)
    for (const page of [await visit(path), await visit(`${path}&form=3`), preview, refused])
      expect(foreignMarkup(page.body.replaceAll('href="#"', ''))).toEqual([])
  })

  test('negative control: the eye sees what is not ours', () => {
    expect(foreignMarkup('<p><script>x</script></p>')).toHaveLength(2)
    expect(foreignMarkup('<p onclick="x">')).toHaveLength(1)
    expect(foreignMarkup('<a href="javascript:x">')).toHaveLength(1)
  })
})

test('a page is small, sets no cookie, runs no script and lets nothing in', async () => {
  await publishPage(world.acme, 'headers')
  const page = await visit(`/p/${world.acme.slug}/headers`)
  expect(page.statusCode).toBe(200)
  expect(page.body.length).toBeLessThan(30_000)
  expect(page.body).not.toContain('<script')
  expect(page.headers['set-cookie']).toBeUndefined()
  const policy = String(page.headers['content-security-policy'])
  const nonce = /style-src 'nonce-([^']+)'/.exec(policy)?.[1]
  expect(page.body).toContain(`<style nonce="${nonce}">`)
  for (const rule of [
    "default-src 'none'",
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ])
    expect(policy).toContain(rule)
  expect((await visit(`/p/${world.acme.slug}/headers`)).body).not.toContain(nonce)
})

describe('where a button leads', () => {
  const EVIL = [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'https://\tevil.example',
    ' https://evil.example',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://evil.example',
    'https://user:secret@evil.example',
    'https://shop.example@evil.example',
    'https://evil.example/%0d%0aset-cookie:x'.replace('%0d%0a', '\r\n'),
    'https://evil\u0000.example',
    'https:/evil.example',
    'https:\\\\evil.example',
    'https://',
    'http:evil.example',
    '',
    'blob:https://x/1',
    'https://evil.example\u0085',
  ]

  test.each(EVIL)('never to %j', async url => {
    const { acme } = world
    expect(isSafeTarget(url)).toBe(false)
    const document = { blocks: [{ type: 'button', label: 'Go', url }] }
    const made = await acme.owner.post(v1('landing-pages'), { slug: 'evil', title: 'x', document })
    expect(made.statusCode).toBe(422)
  })

  test('nor when a row got in by another way', async () => {
    const { acme } = world
    for (const url of ['javascript:alert(1)', '//evil.example', 'https://a@evil.example']) {
      const slug = `row-${url.length}`
      await inOrganization(
        world,
        acme,
        sql`insert into tracking.landing_page (slug, title, status, document)
            values (${slug}, 'x', 'published', ${json({ blocks: [{ type: 'button', label: 'Go', url }] })})`,
      )
      expect((await visit(`/p/${acme.slug}/${slug}/go/0`)).headers.location).toBeUndefined()
    }
  })

  test('but to what the page says, whatever the address asks for; and the click is counted', async () => {
    const { acme } = world
    const campaign = await makeCampaign(world, acme, { pieces: 1, slug: 'clicks' })
    const { code, id } = campaign.pieces[0]!
    const answer = await visit(`/p/${acme.slug}/clicks/go/3?c=${code}&url=https://evil.example&to=//evil`)
    expect(answer.statusCode).toBe(302)
    expect(answer.headers.location).toBe('https://shop.example/spring?x=1')
    const clicks = await inOrganization(
      world,
      acme,
      sql`select id from tracking.event where type = 'button_click' and campaign_recipient_id = ${id}`,
    )
    expect(clicks).toHaveLength(1)
    expect((await visit(`/p/${acme.slug}/clicks/go/0?c=${code}`)).statusCode).toBe(404)
  })
})

describe('a form', () => {
  const stored = (piece: string) =>
    inOrganization<{ answers: Record<string, string>; conversion_id: string; is_test: boolean }>(
      world,
      world.acme,
      sql`select answers, conversion_id, is_test from tracking.form_submission where campaign_recipient_id = ${piece} order by id`,
    )
  const conversions = (piece: string) =>
    inOrganization<{ value: number }>(
      world,
      world.acme,
      sql`select value from tracking.conversion where campaign_recipient_id = ${piece}`,
    )
  async function openForm(slug: string) {
    const campaign = await makeCampaign(world, world.acme, { pieces: 1, slug })
    const piece = campaign.pieces[0]!
    const page = await visit(`/p/${world.acme.slug}/${slug}?c=${piece.code}`)
    return { piece, fields: hiddenFields(page.body), path: `/p/${world.acme.slug}/${slug}/submit` }
  }

  test('says in the page what is wrong, and keeps what was right', async () => {
    const { piece, fields, path } = await openForm('mistakes')
    fields.set('name', 'Ada "the" Lovelace')
    fields.set('email', 'ada@')
    fields.set('guests', 'many')
    const answer = await send(path, fields)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain('value="Ada &quot;the&quot; Lovelace"')
    expect(answer.body).toContain('Please give an e-mail address')
    expect(answer.body).toContain('Please give a number')
    expect(answer.body.match(/aria-invalid="true"/g)).toHaveLength(2)
    expect(answer.body.match(/autofocus/g)).toHaveLength(1)
    expect(await stored(piece.id)).toEqual([])
  })

  test('sent twice at once is one submission and one conversion; filled in again, still one conversion', async () => {
    const { piece, fields, path } = await openForm('twice')
    fields.set('name', 'Ada')
    fields.set('email', 'ada@example.com')
    fields.set('unknown', 'left out')
    const answers = await Promise.all([send(path, fields), send(path, fields), send(path, fields)])
    expect(answers.map(answer => answer.statusCode)).toEqual([303, 303, 303])
    expect(await stored(piece.id)).toMatchObject([{ answers: { name: 'Ada', email: 'ada@example.com' } }])
    const again = hiddenFields((await visit(`/p/${world.acme.slug}/twice?c=${piece.code}`)).body)
    again.set('name', 'Charles')
    again.set('email', 'charles@example.com')
    expect((await send(path, again)).statusCode).toBe(303)
    const both = await stored(piece.id)
    expect(both).toHaveLength(2)
    expect(new Set(both.map(row => row.conversion_id)).size).toBe(1)
    expect(await conversions(piece.id)).toEqual([{ value: 500 }])
  })

  test('filled in by a program is thanked for and thrown away', async () => {
    const { piece, fields, path } = await openForm('trap')
    for (const [name, value] of Object.entries({
      name: 'x',
      email: 'x@example.com',
      website: 'https://spam',
    }))
      fields.set(name, value)
    expect((await send(path, fields)).statusCode).toBe(303)
    expect(await stored(piece.id)).toEqual([])
  })

  test('takes no token of another page, no answer too large and no other content type', async () => {
    const first = await openForm('token-a')
    const second = await openForm('token-b')
    const mixed = new URLSearchParams(second.fields)
    mixed.set('token', first.fields.get('token')!)
    mixed.set('name', 'Ada')
    mixed.set('email', 'ada@example.com')
    expect((await send(second.path, mixed)).statusCode).toBe(422)
    mixed.set('name', 'x'.repeat(70_000))
    expect((await send(second.path, mixed)).statusCode).toBe(413)
    expect((await new Browser(world.app).post(second.path, { form: 2 }, phone)).statusCode).toBe(415)
    expect(await stored(second.piece.id)).toEqual([])
  })

  test('of one network without a card is answered only so often', async () => {
    await publishPage(world.acme, 'flood')
    const flooder = new Browser(world.app)
    const path = `/p/${world.acme.slug}/flood/submit`
    let last = 0
    for (let round = 0; round < 31; round++)
      last = (await send(path, new URLSearchParams({ form: '2' }), flooder)).statusCode
    expect(last).toBe(429)
  })

  test('of a seed piece is a test', async () => {
    const campaign = await makeCampaign(world, world.acme, { pieces: 0, seeds: 1, slug: 'seeds' })
    const piece = campaign.pieces[0]!
    const fields = hiddenFields((await visit(`/p/${world.acme.slug}/seeds?c=${piece.code}`)).body)
    fields.set('name', 'Proof')
    fields.set('email', 'proof@example.com')
    await send(`/p/${world.acme.slug}/seeds/submit`, fields)
    expect((await stored(piece.id))[0]).toMatchObject({ is_test: true })
  })
})

describe('who may', () => {
  test('a draft, a page taken back and another organization’s page are not there', async () => {
    const { acme, neighbour } = world
    const made = await acme.owner.post(v1('landing-pages'), { ...PAGE, slug: 'draft' })
    expect((await visit(`/p/${acme.slug}/draft`)).statusCode).toBe(404)
    await acme.owner.post(v1(`landing-pages/${made.json().id}/publish`))
    expect((await visit(`/p/${acme.slug}/draft`)).statusCode).toBe(200)
    expect((await visit(`/p/${neighbour.slug}/draft`)).statusCode).toBe(404)
    await acme.owner.post(v1(`landing-pages/${made.json().id}/unpublish`))
    expect((await visit(`/p/${acme.slug}/draft`)).statusCode).toBe(404)
    expect((await visit('/p/no-such-organization/draft')).statusCode).toBe(404)
  })

  test('another organization’s code says nothing on this page', async () => {
    const { acme, neighbour, faraway } = world
    await publishPage(acme, 'mixed')
    for (const other of [neighbour, faraway]) {
      const { pieces } = await makeCampaign(world, other, { pieces: 1, slug: 'mixed' })
      const page = await visit(`/p/${acme.slug}/mixed?c=${pieces[0]!.code}`)
      expect(page.body).toContain('Hello neighbor')
    }
  })

  test('strangers find no page, answer or conversion; the origin of pages has no API', async () => {
    const { acme, neighbour, faraway, nobody } = world
    const campaign = await makeCampaign(world, acme, { pieces: 1, slug: 'mine' })
    for (const stranger of [neighbour, faraway]) {
      const paths = [
        `landing-pages/${campaign.pageId}`,
        `landing-pages/${campaign.pageId}/preview`,
        'conversions',
        'form-submissions',
      ]
      for (const path of paths) expect((await stranger.owner.get(v1(path))).statusCode).toBe(404)
      const told = await stranger.owner.post(`/v1/orgs/${stranger.slug}/conversions`, {
        type: 'purchase',
        tracking_code: campaign.pieces[0]!.code,
      })
      expect(told.statusCode).toBe(422)
    }
    expect((await nobody.get(v1('landing-pages'))).statusCode).toBe(401)
    const onPages = await acme.owner.get(v1('landing-pages'), { host: `${acme.slug}.localhost:4400` })
    expect(onPages.statusCode).toBe(404)
  })

  test('a page that a campaign leads to cannot be deleted, another one can, and its name is free again', async () => {
    const { acme } = world
    const campaign = await makeCampaign(world, acme, { pieces: 1, slug: 'kept' })
    expect((await acme.owner.delete(v1(`landing-pages/${campaign.pageId}`))).statusCode).toBe(409)
    const free = await publishPage(acme, 'free')
    expect((await acme.owner.delete(v1(`landing-pages/${free}`))).statusCode).toBe(204)
    expect((await visit(`/p/${acme.slug}/free`)).statusCode).toBe(404)
    await publishPage(acme, 'free')
  })
})

test('an address that names nothing gets the page that says so, whatever stands in it', async () => {
  await publishPage(world.acme, 'there')
  const base = `/p/${world.acme.slug}`
  for (const path of [
    '/p/%00/x',
    '/p/%00',
    `${base}/%00`,
    `${base}/%F0%9F%8C%B1`,
    `${base}?c=%00`,
    base,
    `${base}/there/go/77`,
    `${base}/there/image/0`,
    `${base}/there/thanks?form=0`,
    `${base}/there/thanks?form=x`,
    `/p/${'x'.repeat(60)}/y`,
  ]) {
    const answer = await visit(path)
    expect(answer.statusCode, path).toBe(404)
    expect(answer.body).toContain('This page is not here')
  }
  for (const query of ['c=%00', `c=${'7'.repeat(500)}`, 'c=a&c=b', 'utm_source=x', 'c'])
    expect((await visit(`${base}/there?${query}`)).statusCode, query).toBe(200)
})

test('broken Liquid is refused with its place', async () => {
  const document = {
    blocks: [
      { type: 'hero', title: 'Hi {{ first_name' },
      { type: 'text', text: '{% include "x" %}' },
    ],
  }
  const answer = await world.acme.owner.post(v1('landing-pages'), { slug: 'liquid', title: 'x', document })
  expect(answer.statusCode).toBe(422)
  expect(answer.json().error.fields.map((field: { path: string }) => field.path)).toEqual([
    'document.blocks.0.title',
    'document.blocks.1.text',
  ])
})

describe('a conversion', () => {
  test('with the same reference counts once; with another meaning it is refused', async () => {
    const { acme } = world
    const campaign = await makeCampaign(world, acme, { pieces: 2, slug: 'orders' })
    const [first, second] = campaign.pieces
    const order = { type: 'purchase', value: 1999, currency: 'USD', external_reference: 'order-77' }
    const tell = (body: object) => acme.owner.post(v1('conversions'), body)
    const made = await Promise.all(
      [1, 2, 3].map(() => tell({ ...order, tracking_code: first!.code.toLowerCase() })),
    )
    expect(made.map(answer => answer.statusCode).sort()).toEqual([200, 200, 201])
    expect(new Set(made.map(answer => answer.json().id)).size).toBe(1)
    expect((await tell({ ...order, campaign_recipient_id: first!.id })).statusCode).toBe(200)
    for (const body of [
      { ...order, value: 2000, tracking_code: first!.code },
      { ...order, tracking_code: second!.code },
    ]) {
      const answer = await tell(body)
      expect(answer.statusCode).toBe(409)
      expect(answer.json().error.code).toBe('conversion_differs')
    }
    for (const wrong of [
      { type: 'purchase' },
      { type: 'purchase', tracking_code: first!.code, campaign_id: campaign.id },
      { type: 'purchase', tracking_code: first!.code, value: 5 },
      { type: 'purchase', tracking_code: 'K7Q290000000000000000A' },
      { type: 'gift', tracking_code: first!.code },
    ])
      expect((await tell(wrong)).statusCode, JSON.stringify(wrong)).toBe(422)
  })
})
