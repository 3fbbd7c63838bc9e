import { sql } from '@lettershop/tenant-router'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import jsqr from 'jsqr'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, DESIGN, ended, generate, makeCampaign, makeList, runIn } from './test-campaign.ts'

// The package is CommonJS with a default of its own.
const readCode = jsqr.default

let world: TestApp
let list: string
let path: (tail: string) => string

beforeAll(async () => {
  world = await openTestApp()
  path = at(world.acme)
  list = await makeList(world, world.acme, 30)
})
afterAll(() => world?.close())

const owner = () => world.acme.owner

describe('a draft', () => {
  test('needs template and list, and nothing more', async () => {
    for (const [body, missing] of [
      [{}, ['template_id', 'recipient_list_id']],
      [{ template_id: list }, ['recipient_list_id']],
    ] as const) {
      const answer = await owner().post(path('campaigns'), body)
      expect(answer.statusCode).toBe(422)
      expect(answer.json().error.fields.map((field: { path: string }) => field.path)).toEqual(missing)
    }
    const { campaign, template } = await makeCampaign(world.acme, list)
    const draft = (await owner().get(path(`campaigns/${campaign}`))).json()
    expect(draft).toMatchObject({
      name: 'Card · People',
      status: 'draft',
      template_id: template,
      template_version: 1,
      link_method: 'short',
      variable_mappings: {
        first_name: 'first_name',
        full_name: 'full_name',
        street: 'address_line1',
        zip: 'postal_code',
        city: 'city',
        member: 'fields.member',
      },
    })
  })

  test('a template or list that is not there, or of another organization, is named', async () => {
    const foreign = await makeList(world, world.neighbour, 1)
    const answer = await owner().post(path('campaigns'), {
      template_id: '0190a1b2-0000-7000-8000-00000000000a',
      recipient_list_id: foreign,
    })
    expect(answer.statusCode).toBe(422)
    expect(answer.json().error.fields).toMatchObject([{ path: 'template_id' }, { path: 'recipient_list_id' }])
  })

  test('is edited as a draft only; a source that the list lacks is refused', async () => {
    const { campaign } = await makeCampaign(world.acme, list)
    const wrong = await owner().patch(path(`campaigns/${campaign}`), {
      variable_mappings: { first_name: 'fields.nick', city: 'town' },
    })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.json().error.fields).toMatchObject([
      { path: 'variable_mappings.first_name' },
      { path: 'variable_mappings.city' },
    ])
    const right = await owner().patch(path(`campaigns/${campaign}`), { link_method: 'signed' })
    expect(right.json().link_method).toBe('signed')
    await runIn(
      world,
      world.acme,
    )(sql`update campaigns.campaign set status = 'approved' where id = ${campaign}`)
    const late = await owner().patch(path(`campaigns/${campaign}`), { link_method: 'short' })
    expect([late.statusCode, late.json().error.code]).toEqual([409, 'campaign_not_draft'])
    expect((await owner().patch(path(`campaigns/${campaign}`), { name: 'New name' })).statusCode).toBe(200)
    expect((await owner().delete(path(`campaigns/${campaign}`))).statusCode).toBe(409)
  })

  test('is deleted softly', async () => {
    const { campaign } = await makeCampaign(world.acme, list)
    expect((await owner().delete(path(`campaigns/${campaign}`))).statusCode).toBe(204)
    expect((await owner().get(path(`campaigns/${campaign}`))).statusCode).toBe(404)
    expect((await owner().post(path(`campaigns/${campaign}/generate`))).statusCode).toBe(404)
  })
})

describe('what stands in the way of a generation', () => {
  test('a variable that nothing supplies is named; a fixed value or "empty on purpose" helps', async () => {
    const { campaign } = await makeCampaign(world.acme, list)
    await owner().patch(path(`campaigns/${campaign}`), {
      variable_mappings: { full_name: 'full_name', first_name: 'first_name' },
    })
    const report = (await owner().get(path(`campaigns/${campaign}/variables`))).json()
    expect(report.missing).toEqual(['city', 'street', 'zip'])
    const answer = await owner().post(path(`campaigns/${campaign}/generate`))
    expect([answer.statusCode, answer.json().error.code]).toEqual([422, 'variables_missing'])
    expect(answer.json().error.fields.map((field: { path: string }) => field.path)).toEqual([
      'variable_mappings.city',
      'variable_mappings.street',
      'variable_mappings.zip',
    ])
    await owner().patch(path(`campaigns/${campaign}`), {
      variable_mappings: {
        full_name: 'full_name',
        city: { value: 'Boston' },
        street: null,
        zip: 'postal_code',
      },
    })
    expect((await generate(world.acme, campaign)).state).toBe('done')
    const { data } = (await owner().get(path(`campaigns/${campaign}/recipients?limit=1`))).json()
    expect(data[0].variables).toMatchObject({ full_name: 'First1 Last1', city: 'Boston', street: '' })
  })

  test('a list that is still imported, a list with nobody to mail, a picture that is not there', async () => {
    const run = runIn(world, world.acme)
    const busy = await makeList(world, world.acme, 1)
    const { campaign } = await makeCampaign(world.acme, busy)
    await run(sql`update audience.recipient_list set status = 'importing' where id = ${busy}`)
    const early = await owner().post(path(`campaigns/${campaign}/generate`))
    expect([early.statusCode, early.json().error.code]).toEqual([409, 'list_not_ready'])
    await run(sql`update audience.recipient_list set status = 'ready' where id = ${busy}`)
    await run(
      sql`update audience.recipient set suppressed_at = now(), suppression_reason = 'opt_out' where list_id = ${busy}`,
    )
    const job = await generate(world.acme, campaign)
    expect(job).toMatchObject({ state: 'failed', error: { code: 'campaign_empty' } })
    await expect
      .poll(async () => (await owner().get(path(`campaigns/${campaign}`))).json().status)
      .toBe('failed')

    const document = structuredClone(DESIGN) as { pages: { canvas: { objects: unknown[] } }[] }
    document.pages[0]!.canvas.objects.push({
      type: 'Image',
      src: 'no-such.png',
      left: 0,
      top: 0,
      width: 9,
      height: 9,
    })
    const template = (await owner().post(path('templates'), { name: 'Hole', document })).json()
    expect(template.version.findings).toMatchObject([{ rule: 'missing_asset' }])
    const other = await owner().post(path('campaigns'), {
      template_id: template.template.id,
      recipient_list_id: list,
    })
    const unprintable = await owner().post(path(`campaigns/${other.json().id}/generate`))
    expect([unprintable.statusCode, unprintable.json().error.code]).toEqual([422, 'design_not_printable'])
    expect(unprintable.json().error.fields[0].path).toBe('document.pages[0].canvas.objects[2].src')
  })
})

describe('a generated campaign', () => {
  let campaign: string
  let template: string
  const pieces = async (query = '') =>
    (await owner().get(path(`campaigns/${campaign}/recipients?limit=100${query}`))).json().data

  beforeAll(async () => {
    const run = runIn(world, world.acme)
    const own = await makeList(world, world.acme, 250)
    await run(sql`
      update audience.recipient set suppressed_at = now(), suppression_reason = 'opt_out'
      where list_id = ${own} and record_number = 3`)
    await run(sql`
      update audience.recipient set duplicate_key = 'key3' where list_id = ${own} and record_number = 200`)
    await run(sql`
      insert into audience.seed_address (name, address_line1, city, postal_code, active)
      values ('Seed Person', '1 Office Park', 'Boston', '02101', true), ('Old Seed', 'x', 'y', 'z', false)`)
    ;({ campaign, template } = await makeCampaign(world.acme, own, {
      link_method: 'sealed',
      offer_code: 'TEN',
    }))
    const job = await generate(world.acme, campaign, { records_per_file: 100 })
    expect(job).toMatchObject({ state: 'done', result: { pieces: 249, skipped: 2, files: 3, pages: 498 } })
  })

  test('has one piece and one link for each person, numbered without a gap, in the order of the list', async () => {
    const [check] = await runIn(
      world,
      world.acme,
    )(sql<Record<string, unknown>>`
      select count(*) as pieces, count(distinct p.piece_number) as numbers, max(p.piece_number) as highest,
             count(distinct p.tracking_code) as codes, count(l.id) as links, count(distinct p.recipient_id) as people,
             bool_and(l.code = p.tracking_code) as same
      from campaigns.campaign_recipient p left join tracking.link l on l.campaign_recipient_id = p.id
      where p.campaign_id = ${campaign} and p.piece_number is not null`)
    expect(check).toEqual({
      pieces: 249,
      numbers: 249,
      highest: 249,
      codes: 249,
      links: 249,
      people: 248,
      same: true,
    })
    const first = await pieces()
    expect(
      first.slice(0, 3).map((piece: { variables: { full_name: string } }) => piece.variables.full_name),
    ).toEqual(['First1 Last1', 'First2 Last2', 'First3 Last3'])
  })

  test('leaves out who is suppressed and who is the same person, with the reason; adds active seeds', async () => {
    const skipped = await pieces('&status=skipped')
    expect(skipped).toMatchObject([
      {
        piece_number: null,
        tracking_code: null,
        qr_code_url: null,
        personalized_pdf_url: null,
        skip_reason: 'suppressed: opt_out',
      },
      { skip_reason: 'the same person is suppressed under another entry' },
    ])
    const missing = await owner().get(path(`campaigns/${campaign}/recipients/${skipped[0].id}/piece.pdf`))
    expect(missing.statusCode).toBe(404)
    const seeds = await pieces('&is_seed=true')
    expect(seeds).toMatchObject([{ piece_number: 249, recipient_id: null, variables: { city: 'Boston' } }])
  })

  test('has print files that cover every piece once, as they were stored', async () => {
    const { data } = (await owner().get(path(`campaigns/${campaign}/print-files`))).json()
    expect(
      data.map((file: { first_piece: number; last_piece: number }) => [file.first_piece, file.last_piece]),
    ).toEqual([
      [1, 100],
      [101, 200],
      [201, 249],
    ])
    const file = await owner().get(path(`campaigns/${campaign}/print-files/${data[2].id}/content`))
    expect(file.statusCode).toBe(200)
    expect(file.rawPayload.length).toBe(data[2].bytes)
    expect(file.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect(file.headers['content-disposition']).toContain('part 3 (201-249).pdf')
  })

  test('gives one person’s piece: the same bytes each time, whatever was drawn between', async () => {
    const [one, two] = await pieces()
    const get = (piece: { personalized_pdf_url: string }) => owner().get(piece.personalized_pdf_url)
    const first = await get(one)
    expect(first.headers['content-type']).toBe('application/pdf')
    await get(two)
    const { pictures } = await import('#modules/design/index.ts')
    pictures.clear()
    expect((await get(one)).rawPayload.equals(first.rawPayload)).toBe(true)
    expect((await get(two)).rawPayload.equals(first.rawPayload)).toBe(false)
    const again = await owner().get(one.personalized_pdf_url, {
      'if-none-match': String(first.headers['etag']),
    })
    expect(again.statusCode).toBe(304)
  })

  test('shows a piece as picture and as design', async () => {
    const [one] = await pieces()
    const back = await owner().get(`${one.personalized_png_url}?page=2&width=1200`)
    const { data, info } = await sharp(back.rawPayload)
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(readCode(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(one.qr_code_url)
    expect((await owner().get(`${one.personalized_png_url}?page=3`)).statusCode).toBe(404)
    const detail = await owner().get(
      path(`campaigns/${campaign}/recipients/${one.id}?include=personalized_canvas_json`),
    )
    const { pages } = detail.json().personalized_canvas_json
    expect(pages[0].canvas.objects[0].text).toBe('Dear First1,')
    expect(pages[1].canvas.objects[1].lettershop.value).toBe(one.qr_code_url)
    expect(one.qr_code_url).toMatch(/^HTTP:\/\/LOCALHOST:4400\/R\/[0-9A-Z]{80,}$/)
  })

  test('keeps its design whatever becomes of the template', async () => {
    const changed = structuredClone(DESIGN)
    changed.pages.length = 1
    const saved = await owner().post(path(`templates/${template}/versions`), { document: changed })
    expect(saved.json().version).toBe(2)
    const original = (await owner().get(path(`campaigns/${campaign}/original`))).json()
    expect(original.design_snapshot.pages).toHaveLength(2)
    expect((await owner().get(path(`campaigns/${campaign}/original.png?page=2&width=200`))).statusCode).toBe(
      200,
    )
  })

  test('a viewer sees figures and pictures of the design, no person', async () => {
    const viewer = await world.acme.member('viewer')
    const [one] = await pieces()
    expect((await viewer.get(path(`campaigns/${campaign}`))).statusCode).toBe(200)
    expect((await viewer.get(path(`campaigns/${campaign}/original.png`))).statusCode).toBe(200)
    for (const tail of [
      'recipients',
      `recipients/${one.id}`,
      `recipients/${one.id}/piece.pdf`,
      `recipients/${one.id}/piece.png`,
      `recipients/${one.id}/design.json`,
      'print-files',
    ])
      expect((await viewer.get(path(`campaigns/${campaign}/${tail}`))).statusCode, tail).toBe(403)
  })

  test('strangers find nothing, in the same database and in another', async () => {
    const [one] = await pieces()
    for (const stranger of [world.neighbour, world.faraway])
      for (const tail of [
        '',
        '/recipients',
        `/recipients/${one.id}/piece.pdf`,
        '/original',
        '/print-files',
      ]) {
        expect((await stranger.owner.get(path(`campaigns/${campaign}${tail}`))).statusCode).toBe(404)
        expect((await stranger.owner.get(at(stranger)(`campaigns/${campaign}${tail}`))).statusCode).toBe(404)
      }
  })

  test('goes through approval and back: discarded, nothing is left of it', async () => {
    const approved = await owner().post(path(`campaigns/${campaign}/approve`))
    expect(approved.json()).toMatchObject({ status: 'approved' })
    expect(approved.json().approved_at).not.toBeNull()
    const sales = await world.acme.member('sales')
    expect((await sales.post(path(`campaigns/${campaign}/discard`))).statusCode).toBe(403)
    const back = await owner().post(path(`campaigns/${campaign}/discard`), { reason: 'A typing error' })
    expect(back.json()).toMatchObject({
      status: 'draft',
      generated: 0,
      approved_at: null,
      engine_version: null,
    })
    const [left] = await runIn(
      world,
      world.acme,
    )(sql<{ n: number }>`
      select (select count(*) from campaigns.campaign_recipient where campaign_id = ${campaign})
           + (select count(*) from tracking.link where campaign_id = ${campaign})
           + (select count(*) from platform.file where purpose = 'print' and name like 'Card%part%') as n`)
    expect(left?.n).toBe(0)
    const { data } = (await owner().get(path(`campaigns/${campaign}/status-changes`))).json()
    expect(data.map((change: { to_status: string }) => change.to_status)).toEqual([
      'draft',
      'generating',
      'ready',
      'approved',
      'draft',
    ])
    expect(data.at(-1).reason).toBe('A typing error')
  })
})

describe('a generation that is cancelled', () => {
  test('through its job: the campaign is a draft again', async () => {
    const { campaign } = await makeCampaign(world.acme, await makeList(world, world.acme, 3000))
    const { id } = (await owner().post(path(`campaigns/${campaign}/generate`))).json()
    expect((await owner().post(path(`jobs/${id}/cancel`))).statusCode).toBe(200)
    await ended(world.acme, id)
    await expect
      .poll(async () => (await owner().get(path(`campaigns/${campaign}`))).json().status)
      .toBe('draft')
    await expectNothing(campaign)
  })

  test('through the campaign: it is cancelled at once, and nothing is added afterwards', async () => {
    const { campaign } = await makeCampaign(world.acme, await makeList(world, world.acme, 3000))
    const { id } = (await owner().post(path(`campaigns/${campaign}/generate`))).json()
    const answer = await owner().post(path(`campaigns/${campaign}/cancel`))
    expect(answer.json().status).toBe('cancelled')
    expect((await ended(world.acme, id)).state).toBe('cancelled')
    await expectNothing(campaign)
    expect((await owner().delete(path(`campaigns/${campaign}`))).statusCode).toBe(204)
  })

  async function expectNothing(campaign: string): Promise<void> {
    const [left] = await runIn(
      world,
      world.acme,
    )(sql<{ pieces: number; files: number }>`
      select (select count(*) from campaigns.campaign_recipient where campaign_id = ${campaign}) as pieces,
             (select count(*) from campaigns.print_file where campaign_id = ${campaign}) as files`)
    expect(left).toEqual({ pieces: 0, files: 0 })
  }
})

test('comments are read by the team and deleted by who wrote them', async () => {
  const { campaign } = await makeCampaign(world.acme, list)
  const editor = await world.acme.member('editor')
  const viewer = await world.acme.member('viewer')
  const comments = path(`campaigns/${campaign}/comments`)
  const made = await editor.post(comments, { body: '  Larger logo, please.  ' })
  expect([made.statusCode, made.json().body]).toEqual([201, 'Larger logo, please.'])
  expect((await viewer.post(comments, { body: 'x' })).statusCode).toBe(403)
  expect((await viewer.get(comments)).json().data).toHaveLength(1)
  expect((await owner().delete(`${comments}/${made.json().id}`)).json().error.code).toBe('comment_not_yours')
  expect((await editor.delete(`${comments}/${made.json().id}`)).statusCode).toBe(204)
})
