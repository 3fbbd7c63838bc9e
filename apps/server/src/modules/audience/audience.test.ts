import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestAudience, type TestAudience } from './test-audience.ts'

let world: TestAudience
beforeAll(async () => {
  world = await openTestAudience()
})
afterAll(() => world.close())

const demo = (name: string) => readFile(new URL(`../../../../../demo/lists/${name}`, import.meta.url))
const owner = () => world.as(world.acme)

/** Uploads and imports; gives the id of the list and the account of the import. */
async function imported(bytes: Buffer | string, query = '') {
  const list = (await owner().upload(bytes)).json()
  const job = (await owner().request('POST', `/recipient-lists/${list.id}/import${query}`)).json()
  return { id: String(list.id), result: await world.runImport(world.acme, job.id) }
}
const get = async (url: string) => (await owner().request('GET', url)).json()
const codes = async (answer: ReturnType<ReturnType<typeof owner>['request']>) => {
  const { statusCode, ...rest } = await answer
  return [statusCode, rest.json().error.code]
}

describe('the demo lists', () => {
  test.each(['messy.csv', 'messy-windows-1252.csv'])(
    '%s: every row is accounted for, with line and reason',
    async file => {
      const { id, result } = await imported(await demo(file))
      expect(result).toMatchObject({
        records: 19,
        inserted: 12,
        rejected: 5,
        duplicates: 2,
        rejects: {
          wrong_cell_count: { count: 3, lines: [10, 11, 21] },
          nobody: { lines: [13] },
          quote_not_closed: { lines: [24] },
        },
        warnings: {
          email_malformed: { lines: [12] },
          address_incomplete: { lines: [14] },
          state_unknown: { lines: [16] },
          postal_code_malformed: { lines: [17] },
        },
        repairs: {
          line_breaks_joined: { lines: [4] },
          state_to_code: { lines: [8] },
          zip_zeros_restored: { lines: [9] },
        },
      })
      const rejects = (await owner().request('GET', `/recipient-lists/${id}/rejects`)).body.split('\r\n')
      expect(rejects).toHaveLength(7)
      expect(rejects[1]).toBe(
        '10,6,,wrong_cell_count,The row has 11 cells instead of 13.,M-006;Amos;Blake;;amos@example.com;(401) 555-0116;41 Benefit Hill;;Providence;RI;02906',
      )
      const { data } = await get(`/recipient-lists/${id}/recipients?sort=id&limit=100`)
      expect(data).toHaveLength(12)
      expect(data.find((one: { record_number: number }) => one.record_number === 2)).toMatchObject({
        first_name: 'Seán',
        last_name: 'O’Brien; the younger',
        company: '"Brien" & Sons',
        phone_norm: '+18025550112',
        postal_code: '05301',
        fields: { cust_no: 'M-002', notes: 'quotes and the delimiter inside fields' },
      })
      const formula = data.find((one: { record_number: number }) => one.record_number === 15)
      expect(formula.first_name).toBe('=HYPERLINK("http://example.com")')
      expect(await get(`/recipient-lists/${id}`)).toMatchObject({
        status: 'ready',
        recipient_count: 12,
        rejected_count: 5,
        duplicate_count: 2,
      })
    },
  )

  test('1,000 people, none rejected, ZIP codes with their zeros', async () => {
    const { id, result } = await imported(await demo('spring-opening-1000.csv'))
    expect(result).toMatchObject({
      records: 1000,
      inserted: 1000,
      rejected: 0,
      duplicates: 0,
      rejects_file_id: null,
      warnings: {},
      repairs: {},
    })
    const { total } = await get(
      `/recipient-lists/${id}/recipients?postal_code[prefix]=0&include=total&limit=1`,
    )
    expect(total).toBeGreaterThan(500)
    const { data } = await get(`/recipient-lists/${id}/columns`)
    expect(data.map((one: { name: string }) => one.name)).toContain('fields.offer_code')
    expect(data.at(-1)).toMatchObject({ name: 'fields.last_visit', label: 'Last Visit' })
    expect(await codes(owner().request('GET', `/recipient-lists/${id}/rejects`))).toEqual([404, 'not_found'])
  })
})

test.each([
  ['file_empty', ''],
  ['file_without_rows', 'first name,last name,email\n'],
  ['file_not_text', Buffer.from('504b03041400060008000000210000000000000000', 'hex')],
  ['file_too_wide', `${'a,'.repeat(1200)}b\n`],
])('an upload is refused with %s, and nothing is kept', async (code, bytes) => {
  const files = async () => {
    let count = 0
    for await (const _ of world.services.storage.list(`${world.acme}/upload/`)) count++
    return count
  }
  const before = await files()
  expect(await codes(owner().upload(bytes))).toEqual([422, code])
  expect(await files()).toBe(before)
})

const SMALL = 'Vorname,Mail,PLZ,Rabatt\nRuth,ruth@example.com,06355,10\nAmos,amos@example.com,02906,20\n'

test('the mapping is guessed, checked, changed, and used', async () => {
  const list = (await owner().upload(SMALL, '?name=Kunden')).json()
  expect(list).toMatchObject({ name: 'Kunden', status: 'mapping' })
  expect(list.column_mapping).toEqual({
    columns: { Vorname: 'first_name', Mail: 'email', PLZ: 'postal_code', Rabatt: 'fields.rabatt' },
    country: 'US',
  })
  const url = `/recipient-lists/${list.id}`
  const wrong = await owner().request('PATCH', url, {
    column_mapping: { columns: { Mail: 'email', Post: 'city', Rabatt: 'email' } },
  })
  expect(
    wrong.json().error.fields.map((one: { path: string; code: string }) => [one.path, one.code]),
  ).toEqual([
    ['column_mapping.columns.Post', 'unknown_column'],
    ['column_mapping.columns.Rabatt', 'target_taken'],
  ])
  for (const columns of [{ Mail: 'e-mail' }, { Mail: 'fields.' }, { Mail: 'fields.a b' }, null])
    expect(await codes(owner().request('PATCH', url, { column_mapping: { columns } }))).toEqual([
      422,
      'validation_failed',
    ])
  const right = {
    columns: { Vorname: 'first_name', Mail: 'email', PLZ: null, Rabatt: 'fields.discount' },
    country: 'DE',
  }
  expect((await owner().request('PATCH', url, { column_mapping: right })).json().column_mapping).toEqual(
    right,
  )
  const job = (await owner().request('POST', `${url}/import`)).json()
  expect(await codes(owner().request('POST', `${url}/import`))).toEqual([409, 'list_being_imported'])
  expect(await codes(owner().request('DELETE', url))).toEqual([409, 'list_being_imported'])
  await world.runImport(world.acme, job.id)
  expect(await codes(owner().request('POST', `${url}/import`))).toEqual([409, 'list_not_waiting'])
  expect(await codes(owner().request('PATCH', url, { column_mapping: right }))).toEqual([
    409,
    'list_not_waiting',
  ])
  const { data } = await get(`${url}/recipients?sort=id`)
  expect(data[0]).toMatchObject({
    first_name: 'Ruth',
    country: 'DE',
    postal_code: null,
    fields: { discount: '10' },
  })
})

test('a wrong guess about the file is corrected by looking again', async () => {
  const list = (await owner().upload('Ruth;Zoë\nAmos;x\n', '?name=x&header=true')).json()
  expect(list.file_facts.columns.map((one: { name: string }) => one.name)).toEqual(['Ruth', 'Zoë'])
  const again = await owner().request('POST', `/recipient-lists/${list.id}/inspect`, {
    header: false,
    encoding: 'windows-1252',
  })
  expect(again.json().file_facts).toMatchObject({
    header: false,
    encoding: 'windows-1252',
    sample_rows: [
      ['Ruth', 'ZoÃ«'],
      ['Amos', 'x'],
    ],
  })
  expect(again.json().column_mapping.columns).toEqual({
    'Column 1': 'fields.column_1',
    'Column 2': 'fields.column_2',
  })
})

const TWICE =
  'first name,last name,street,zip\nRuth,Howe,3 Slip Lane,06355\nRUTH,HOWE,3 Slip Ln,06355\nAmos,Blake,1 Hill,02906\n'

test('of duplicates the first is taken; all of them where that is wished, and then they are shown', async () => {
  const once = await imported(TWICE)
  expect(once.result).toMatchObject({ records: 3, inserted: 2, duplicates: 1 })
  const { id, result } = await imported(TWICE, '?duplicates=keep')
  expect(result).toMatchObject({ records: 3, inserted: 3, duplicates: 0 })
  const found = await get(`/recipient-lists/${id}/duplicates`)
  expect(found).toMatchObject({ left_out: 0, within: { people: 1, recipients: 1 } })
  expect(found.within.samples[0].map((one: { first_name: string }) => one.first_name)).toEqual([
    'Ruth',
    'RUTH',
  ])
  expect(found.beside).toContainEqual({ list_id: once.id, name: 'people', people: 2 })
})

test('rows that a spreadsheet or a person has spoiled', async () => {
  const rows = [
    'name,email,phone,street,city,state,zip,country',
    '"Chase, Peter",p@example.com,\'+14135550111,1 Hill,Keene,NH,03431,USA',
    'Ruth Mary Howe,ruth(at)example.com,none,2 Hill,Keene,New Hampshire,034311234,',
    'Amos Blake,amos(at)example.com,,,,,,',
    'Ida Page,i@example.com,,3 Hill,Keene,NH,03431,Germny',
    ',,,,,,,',
    `${'x'.repeat(201)},l@example.com,,4 Hill,Keene,NH,03431,`,
    'Nul\0,n@example.com,,5 Hill,Keene,NH,03431,',
    'Extra,e@example.com,,6 Hill,Keene,NH,03431,,,',
  ]
  const { id, result } = await imported(rows.join('\n'))
  expect(result).toMatchObject({
    records: 8,
    inserted: 3,
    rejects: {
      email_malformed: { lines: [4] },
      country_unknown: { lines: [5] },
      empty_record: { lines: [6] },
      value_too_long: { lines: [7] },
      control_character: { lines: [8] },
    },
    warnings: { email_malformed: { lines: [3] }, phone_malformed: { lines: [3] } },
    repairs: {
      formula_quote_removed: { lines: [2] },
      country_to_code: { lines: [2] },
      name_split: { count: 3 },
      zip_plus4_hyphenated: { lines: [3] },
      state_to_code: { lines: [3] },
      empty_cells_dropped: { lines: [9] },
    },
  })
  const { data } = await get(`/recipient-lists/${id}/recipients?sort=id`)
  expect(
    data.map((one: { first_name: string; last_name: string }) => [one.first_name, one.last_name]),
  ).toEqual([
    ['Peter', 'Chase'],
    ['Ruth Mary', 'Howe'],
    [null, 'Extra'],
  ])
  expect(data[0]).toMatchObject({ phone: '+14135550111', country: 'US' })
  expect(data[1]).toMatchObject({
    email: 'ruth(at)example.com',
    email_norm: null,
    postal_code: '03431-1234',
    state: 'NH',
  })
})

test('a list in use by a campaign stays; another one goes, with its recipients', async () => {
  const used = await imported(SMALL)
  await world.services.router.query(
    world.acme,
    { id: null, role: 'system', requestId: 'test' },
    {
      text: "insert into campaigns.campaign (name, recipient_list_id, origin) values ('Spring', $1, 'test')",
      values: [used.id],
    },
  )
  const refused = await owner().request('DELETE', `/recipient-lists/${used.id}`)
  expect([refused.statusCode, refused.json().error.message]).toEqual([
    409,
    'This list is used by "Spring" and cannot be deleted.',
  ])
  const { id } = await imported(SMALL)
  const [person] = (await get(`/recipients?list_id=${id}`)).data
  expect((await owner().request('DELETE', `/recipient-lists/${id}`)).statusCode).toBe(204)
  expect(await codes(owner().request('GET', `/recipients/${person.id}`))).toEqual([404, 'not_found'])
  expect((await get(`/recipients?list_id=${id}`)).data).toEqual([])
})

test('recipients made by hand have the same norms, keys and counts', async () => {
  const list = (await owner().request('POST', '/recipient-lists', { name: 'By hand' })).json()
  expect(list).toMatchObject({ source: 'api', status: 'ready', file_facts: null })
  const body = {
    list_id: list.id,
    first_name: 'Ruth',
    email: 'Ruth@Example.com',
    phone: '860 555 0115',
    fields: { offer_code: 'A1' },
  }
  const made = (await owner().request('POST', '/recipients', body)).json()
  expect(made).toMatchObject({
    email_norm: 'ruth@example.com',
    phone_norm: '+18605550115',
    country: 'US',
    record_number: null,
  })
  const changed = (
    await owner().request('PATCH', `/recipients/${made.id}`, { email: 'new@example.com' })
  ).json()
  expect([changed.email_norm, changed.phone_norm]).toEqual(['new@example.com', '+18605550115'])
  expect(changed.duplicate_key).not.toBe(made.duplicate_key)
  expect((await get(`/recipients?email_norm=new@example.com`)).data).toHaveLength(1)
  expect((await get(`/recipient-lists/${list.id}`)).recipient_count).toBe(1)
  await owner().request('DELETE', `/recipients/${made.id}`)
  expect((await get(`/recipient-lists/${list.id}`)).recipient_count).toBe(0)
  const bad = { ...body, fields: { 'offer code': 1 } }
  expect((await owner().request('POST', '/recipients', bad)).json().error.fields[0].path).toBe(
    'fields.offer code',
  )
  const waiting = (await owner().upload(SMALL)).json()
  expect(await codes(owner().request('POST', '/recipients', { ...body, list_id: waiting.id }))).toEqual([
    409,
    'list_not_ready',
  ])
  expect(await codes(owner().request('POST', '/recipients', { ...body, list_id: made.id }))).toEqual([
    422,
    'validation_failed',
  ])
})

test('who may not read people sees no value of them', async () => {
  const list = (await owner().upload(SMALL)).json()
  expect(list.file_facts.columns[0].samples).toEqual(['Ruth', 'Amos'])
  expect((await get(`/recipient-lists/${list.id}`)).file_facts.sample_rows).toHaveLength(2)
  const viewer = world.as(world.acme, 'viewer')
  const seen = await viewer.request('GET', `/recipient-lists/${list.id}`)
  const listed = await viewer.request('GET', '/recipient-lists')
  const { id } = await imported(SMALL)
  const columns = await viewer.request('GET', `/recipient-lists/${id}/columns`)
  for (const answer of [seen, listed, columns]) {
    expect(answer.statusCode).toBe(200)
    expect(answer.body).not.toMatch(/ruth|amos/i)
  }
  const forbidden = ['recipients', 'rejects', 'duplicates'].map(part =>
    viewer.request('GET', `/recipient-lists/${id}/${part}`),
  )
  for (const answer of forbidden) expect((await answer).statusCode).toBe(403)
  for (const [method, url] of [
    ['POST', `/recipient-lists/${list.id}/import`],
    ['PATCH', `/recipient-lists/${list.id}`],
    ['DELETE', `/recipient-lists/${list.id}`],
    ['POST', '/suppressions'],
    ['GET', '/suppressions'],
  ] as const)
    expect((await viewer.request(method, url, method === 'GET' ? undefined : {})).statusCode).toBe(403)
})

test.each(['neighbour', 'faraway'] as const)('%s finds nothing of acme', async name => {
  const { id } = await imported(SMALL)
  const [person] = (await get(`/recipients?list_id=${id}`)).data
  const stranger = world.as(world[name])
  const own = [
    ['GET', `/recipient-lists/${id}`],
    ['PATCH', `/recipient-lists/${id}`, { name: 'x' }],
    ['DELETE', `/recipient-lists/${id}`],
    ['POST', `/recipient-lists/${id}/import`],
    ['POST', `/recipient-lists/${id}/inspect`, {}],
    ...['rejects', 'columns', 'duplicates', 'recipients'].map(
      part => ['GET', `/recipient-lists/${id}/${part}`] as const,
    ),
    ['GET', `/recipients/${person.id}`],
    ['PATCH', `/recipients/${person.id}`, { city: 'x' }],
    ['DELETE', `/recipients/${person.id}`],
  ] as const
  for (const [method, url, body] of own)
    expect(await codes(stranger.request(method, url, body)), `${method} ${url}`).toEqual([404, 'not_found'])
  expect((await stranger.request('GET', `/recipients?list_id=${id}`)).json().data).toEqual([])
  expect((await stranger.request('GET', '/recipient-lists')).json().data).toEqual([])
  expect(await codes(stranger.request('POST', '/recipients', { list_id: id, first_name: 'x' }))).toEqual([
    422,
    'validation_failed',
  ])
  // Into acme's own address they do not get at all.
  expect(await codes(stranger.request('GET', `/v1/orgs/${world.acme}/recipient-lists`))).toEqual([
    404,
    'not_found',
  ])
})

test('seed addresses: all verbs', async () => {
  const body = { name: 'Office', address_line1: '1 Main', city: 'Keene', postal_code: '03431' }
  const made = (await owner().request('POST', '/seed-addresses', body)).json()
  expect(made).toMatchObject({ ...body, country: 'US', active: true })
  expect(
    (await owner().request('PATCH', `/seed-addresses/${made.id}`, { active: false })).json().active,
  ).toBe(false)
  expect((await get('/seed-addresses?active=false')).data).toHaveLength(1)
  expect((await owner().request('DELETE', `/seed-addresses/${made.id}`)).statusCode).toBe(204)
  expect(await codes(owner().request('GET', `/seed-addresses/${made.id}`))).toEqual([404, 'not_found'])
})
