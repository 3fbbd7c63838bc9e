import { createHmac } from 'node:crypto'
import { sql } from '@lettershop/tenant-router'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestAudience, type TestAudience } from '../test-audience.ts'
import { suppressionReasons } from './check.ts'

let world: TestAudience
beforeAll(async () => {
  world = await openTestAudience()
})
afterAll(() => world.close())

const owner = () => world.as(world.acme)
const actor = { id: null, role: 'system', requestId: 'test' }

const CSV = [
  'first name,email,phone,street,city,state,zip',
  'Ruth,ruth@example.com,(860) 555-0115,3 Slip Lane,Mystic,CT,06355',
  'Amos,amos@example.com,(401) 555-0116,41 Benefit Hill,Providence,RI,02906',
  'Ida,ida@example.com,(518) 555-0119,5 Quarry Rd,Hudson,NY,12534',
].join('\n')

async function imported(): Promise<{ id: string; suppressed: number }> {
  const list = (await owner().upload(CSV)).json()
  const job = (await owner().request('POST', `/recipient-lists/${list.id}/import`)).json()
  const { suppressed } = (await world.runImport(world.acme, job.id)) as { suppressed: number }
  return { id: list.id, suppressed }
}

/** Name -> why not mailed. */
async function reasons(listId: string): Promise<Record<string, string | null>> {
  const { data } = (await owner().request('GET', `/recipients?list_id=${listId}`)).json()
  return Object.fromEntries(
    data.map(
      (one: { first_name: string; suppression_reason: string | null; suppressed_at: string | null }) => {
        expect(one.suppressed_at === null).toBe(one.suppression_reason === null)
        return [one.first_name, one.suppression_reason]
      },
    ),
  )
}

test('people are marked when a suppression is added, and at every import after it', async () => {
  const before = await imported()
  expect(before.suppressed).toBe(0)
  const add = (body: object) => owner().request('POST', '/suppressions', body)
  const mail = await add({ kind: 'email', email: ' RUTH@example.com', reason: 'opt_out' })
  expect([mail.statusCode, mail.json()]).toMatchObject([201, { kind: 'email', reason: 'opt_out', marked: 1 }])
  expect(mail.body).not.toContain('ruth')
  const phone = await add({ kind: 'phone', phone: '401.555.0116', reason: 'complaint' })
  const address = await add({
    kind: 'address',
    address_line1: '5 QUARRY ROAD',
    postal_code: '12534-1000',
    reason: 'returned',
  })
  expect([phone.json().marked, address.json().marked]).toEqual([1, 1])
  const expected = { Ruth: 'opt_out', Amos: 'complaint', Ida: 'returned' }
  expect(await reasons(before.id)).toEqual(expected)
  const after = await imported()
  expect(after.suppressed).toBe(3)
  expect(await reasons(after.id)).toEqual(expected)

  expect((await add({ kind: 'email', email: 'ruth@example.com' })).statusCode).toBe(200)
  const made = await owner().request('POST', '/recipients', {
    list_id: after.id,
    first_name: 'Hand',
    email: 'Ruth@example.com',
  })
  expect(made.json().suppression_reason).toBe('opt_out')
  const moved = await owner().request('PATCH', `/recipients/${made.json().id}`, { email: 'else@example.com' })
  expect(moved.json().suppressed_at).toBeNull()

  await add({ kind: 'phone', phone: '860 555 0115', reason: 'deceased' })
  expect((await owner().request('DELETE', `/suppressions/${mail.json().id}`)).statusCode).toBe(204)
  // Ruth's phone number is suppressed still.
  expect((await reasons(after.id))['Ruth']).toBe('deceased')
  await owner().request('DELETE', `/suppressions/${phone.json().id}`)
  expect((await reasons(after.id))['Amos']).toBeNull()
})

test('what is stored is a keyed hash, of another key in another organization', async () => {
  const body = { kind: 'email', email: 'secret@example.com' }
  await owner().request('POST', '/suppressions', body)
  await world.as(world.neighbour).request('POST', '/suppressions', body)
  const hashes = async (organization: typeof world.acme) => {
    const { rows } = await world.services.router.query(
      organization,
      actor,
      sql<{ value_hash: string }>`
      select value_hash from audience.suppression where tenant_id = platform.tenant_id() and kind = 'email'`,
    )
    return rows.map(row => row.value_hash)
  }
  const [acme, neighbour] = [await hashes(world.acme), await hashes(world.neighbour)]
  expect(acme.filter(hash => neighbour.includes(hash))).toEqual([])
  const unkeyed = createHmac('sha256', '').update('email|secret@example.com').digest('hex')
  expect(acme).not.toContain(unkeyed)
})

test('a suppression that comes while an import is writing waits for it, and marks what it wrote', async () => {
  const list = (await owner().request('POST', '/recipient-lists', { name: 'Race' })).json()
  let adding: ReturnType<ReturnType<typeof owner>['request']> | undefined
  await world.services.router.withTenant(world.acme, actor, async tx => {
    const norms = { email_norm: 'race@example.com', phone_norm: null, address_norm: null }
    expect(await suppressionReasons(tx, world.services.secrets, [norms])).toEqual([null])
    adding = owner().request('POST', '/suppressions', { kind: 'email', email: 'race@example.com' })
    const isWaiting = sql<{
      waiting: boolean
    }>`select exists (select from pg_locks where locktype = 'advisory' and not granted) as waiting`
    while (!(await tx.row(isWaiting)).waiting) await new Promise(resolve => setTimeout(resolve, 5))
    await tx.execute(sql`insert into audience.recipient (list_id, first_name, email, email_norm)
      values (${list.id}, 'Race', 'race@example.com', 'race@example.com')`)
  })
  expect((await adding)?.json().marked).toBe(1)
})

test.each([
  [{ kind: 'email', email: 'nobody' }],
  [{ kind: 'phone', phone: 'call me' }],
  [{ kind: 'fax', fax: '1' }],
  [{ kind: 'email', email: 'a@example.com', phone: '1' }],
  [{}],
])('%j is refused', async body => {
  expect((await owner().request('POST', '/suppressions', body)).statusCode).toBe(422)
})
