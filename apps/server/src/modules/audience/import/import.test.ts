import { sql, type TenantTx } from '@lettershop/tenant-router'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { JobLost } from '#platform/jobs/index.ts'
import { openTestAudience, type TestAudience } from '../test-audience.ts'
import { killImport } from './kill-import.ts'

let world: TestAudience
beforeAll(async () => {
  world = await openTestAudience()
})
afterAll(() => world.close())

const actor = { id: null, role: 'system', requestId: 'test' }

/** People of whom some are bad, some twice, some with fields that span lines. */
function people(count: number): string {
  const lines = ['First name,Last name,E-Mail,Street,City,State,ZIP,Note']
  for (let n = 1; n <= count; n++) {
    const who = n % 50 === 0 ? n - 25 : n
    if (n % 100 === 7) lines.push(`bad,${n}`)
    else
      lines.push(
        `Ruth${who},Howe,p${who}@example.com,${who} Slip Lane,Mystic,CT,06355,"note ${n}\nof two lines"`,
      )
  }
  return lines.join('\n')
}

async function start(csv: string): Promise<{ listId: string; jobId: string }> {
  const owner = world.as(world.acme)
  const list = (await owner.upload(csv)).json()
  const job = (await owner.request('POST', `/recipient-lists/${list.id}/import`)).json()
  return { listId: list.id, jobId: job.id }
}

interface Outcome {
  status: string
  figures: unknown
  rows: unknown[]
}

async function outcome(listId: string): Promise<Outcome> {
  const [lists, rows] = await world.services.router.batch(world.acme, actor, [
    sql<{ status: string; figures: unknown }>`
      select status, jsonb_build_object('n', recipient_count, 'r', rejected_count, 'd', duplicate_count, 'report', file_facts -> 'report') as figures
      from audience.recipient_list where tenant_id = platform.tenant_id() and id = ${listId}`,
    sql`select record_number, first_name, email_norm, duplicate_key, fields from audience.recipient
      where tenant_id = platform.tenant_id() and list_id = ${listId} order by record_number, id`,
  ])
  return { status: lists.rows[0]?.status ?? '', figures: lists.rows[0]?.figures, rows: rows.rows }
}

class Broken extends Error {}

/** Lets `passing` transactions through; the next one does its work and is rolled back. */
function breakAfter(passing: number) {
  let count = 0
  return <T>(work: (tx: TenantTx) => Promise<T>) =>
    world.services.router.withTenant(world.acme, actor, async tx => {
      const value = await work(tx)
      if (count++ === passing) throw new Broken()
      return value
    })
}

test('broken off at every single transaction in turn, an import goes on and ends the same', async () => {
  const csv = people(2500)
  const whole = await start(csv)
  await world.runImport(world.acme, whole.jobId)
  const expected = await outcome(whole.listId)
  expect(expected.status).toBe('ready')
  expect(expected.figures).toMatchObject({ n: 2425, r: 25, d: 50 })

  const { listId, jobId } = await start(csv)
  let broken = 0
  for (let passing = 0; ; passing = broken % 5) {
    try {
      await world.runImport(world.acme, jobId, { withTenant: breakAfter(passing) })
      break
    } catch (error) {
      expect(error).toBeInstanceOf(Broken)
      broken++
      // Between tries the list says that it failed, and nothing is half there.
      const { status, rows } = await outcome(listId)
      expect(status).toMatch(/failed|importing/)
      expect([0, 970, 1940, 2425].some(count => Math.abs(rows.length - count) < 15)).toBe(true)
    }
    expect(broken).toBeLessThan(40)
  }
  expect(broken).toBeGreaterThan(4)
  expect(await outcome(listId)).toEqual(expected)
})

test('killed by SIGKILL, an import goes on in another process and ends the same', async () => {
  const csv = people(6000)
  const whole = await start(csv)
  await world.runImport(world.acme, whole.jobId)
  const { listId, jobId } = await start(csv)
  const { kills, result } = await killImport(
    {
      control: world.databases.login('app', world.databases.control),
      files: world.files,
      keyRing: world.services.config.keyRing,
      tenant: world.acme,
      jobId,
      input: { list_id: listId, keep_duplicates: false },
    },
    3,
    20261121,
  )
  expect(kills).toBeGreaterThan(1)
  expect(result).toMatchObject({ records: 6000, rejected: 60 })
  expect(await outcome(listId)).toEqual(await outcome(whole.listId))
})

test('an import that was cancelled says so, keeps nothing after it begins again, and can be repeated', async () => {
  const { listId, jobId } = await start(people(2500))
  const abort = new AbortController()
  let transactions = 0
  const cancelled = world.runImport(world.acme, jobId, {
    signal: abort.signal,
    async withTenant(work) {
      // The worker's fence: lets nothing through once the job is cancelled.
      if (abort.signal.aborted) throw abort.signal.reason
      const value = await world.services.router.withTenant(world.acme, actor, work)
      if (++transactions === 4) {
        await world.services.router.query(
          world.acme,
          actor,
          sql`update platform.job set state = 'cancelled', cancel_requested_at = now()
          where tenant_id = platform.tenant_id() and id = ${jobId}`,
        )
        abort.abort(new JobLost('cancelled'))
      }
      return value
    },
  })
  await expect(cancelled).rejects.toThrow(JobLost)
  const between = await outcome(listId)
  expect(between.status).toBe('cancelled')
  expect(between.rows.length).toBeGreaterThan(0)
  const again = await world.as(world.acme).request('POST', `/recipient-lists/${listId}/import`)
  expect(again.statusCode).toBe(202)
  await world.runImport(world.acme, again.json().id)
  expect(await outcome(listId)).toMatchObject({ status: 'ready', figures: { n: 2425, r: 25, d: 50 } })
  // The cancelled job, should a late worker still run it, touches nothing any more.
  expect(await world.runImport(world.acme, jobId)).toBeNull()
})

test('a job that was cancelled before it began does not lock its list', async () => {
  const { listId, jobId } = await start(people(10))
  const owner = world.as(world.acme)
  const again = () => owner.request('POST', `/recipient-lists/${listId}/import`)
  expect((await again()).statusCode).toBe(409)
  await world.services.router.query(
    world.acme,
    actor,
    sql`update platform.job set state = 'cancelled'
    where tenant_id = platform.tenant_id() and id = ${jobId}`,
  )
  expect((await again()).statusCode).toBe(202)
})

test('a file that grew bad bytes far behind its head: those rows are rejected, the others are there', async () => {
  const head = Buffer.from(`${people(3000)}\n`)
  const { listId, jobId } = await start(head.toString())
  await world.runImport(world.acme, jobId)
  const good = (await outcome(listId)).rows.length
  const list = await world
    .as(world.acme)
    .upload(
      Buffer.concat([
        head,
        Buffer.from('Zo'),
        Buffer.from([0xeb]),
        Buffer.from(
          ',X,z@example.com,1 Hill,Keene,NH,03431,\nLast,One,l@example.com,2 Hill,Keene,NH,03431,ééé\n',
        ),
      ]),
    )
  const job = (await world.as(world.acme).request('POST', `/recipient-lists/${list.json().id}/import`)).json()
  expect(await world.runImport(world.acme, job.id)).toMatchObject({
    inserted: good + 1,
    rejects: { undecodable: { count: 1 } },
  })
  const { body } = await world.as(world.acme).request('GET', `/recipient-lists/${list.json().id}/rejects`)
  expect(body).toContain('"Zoë,X,z@example.com')
})
