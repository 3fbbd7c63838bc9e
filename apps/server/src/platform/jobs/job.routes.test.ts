import { randomUUID } from 'node:crypto'
import { sql, tenantId } from '@lettershop/tenant-router'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startJob } from './index.ts'
import { stepsJob } from './test-jobs.ts'

let world: TestApp

beforeAll(async () => {
  world = await openTestApp({ worker: false })
})
afterAll(() => world.close())

const start = () =>
  world.services.router.withTenant(tenantId(world.acme.id), { id: null, role: 'system' }, tx =>
    startJob(tx, stepsJob, {
      input: { key: 'x', steps: 1 },
      resource: 'test.thing',
      resourceId: randomUUID(),
    }),
  )
const address = (id = '') => `/v1/orgs/${world.acme.slug}/jobs${id && `/${id}`}`

test('jobs are listed newest first, page by page, and narrowed to what they are for', async () => {
  const [first, second, third] = [await start(), await start(), await start()]
  const { owner } = world.acme
  const page = (await owner.get(`${address()}?limit=2`)).json()
  expect(page.data.map((job: { id: string }) => job.id)).toEqual([third.id, second.id])
  const rest = (await owner.get(`${address()}?limit=2&cursor=${page.next}`)).json()
  expect(rest).toMatchObject({ data: [{ id: first.id, state: 'queued' }], next: null })
  const narrowed = (
    await owner.get(`${address()}?resource=test.thing&resource_id=${second.resource_id}`)
  ).json()
  expect(narrowed.data).toMatchObject([{ id: second.id }])
  expect((await owner.get(`${address()}?limit=2&state=done&cursor=${page.next}`)).statusCode).toBe(422)
})

test('a job is cancelled once, by whoever may, and the cancel is audited', async () => {
  const { id } = await start()
  const { owner, member } = world.acme
  expect((await (await member('viewer')).post(`${address(id)}/cancel`, {})).statusCode).toBe(403)
  expect((await owner.post(`${address(id)}/cancel`, {})).json()).toMatchObject({ id, state: 'cancelled' })
  expect((await owner.post(`${address(id)}/cancel`, {})).json()).toMatchObject({
    error: { code: 'job_finished' },
  })
  const { rows } = await world.services.router.query(
    tenantId(world.acme.id),
    { id: null, role: 'system' },
    sql`select action from audit.entry where tenant_id = platform.tenant_id() and resource_id = ${id}`,
  )
  expect(rows).toEqual([{ action: 'job.cancel' }])
})

test('events end with the job, and a browser that comes back is told that nothing follows', async () => {
  const { id } = await start()
  const { owner } = world.acme
  await owner.post(`${address(id)}/cancel`, {})
  const answer = await owner.get(`${address(id)}/events`)
  expect(answer.headers['content-type']).toContain('text/event-stream')
  expect(answer.body).toMatch(
    /^event: job\ndata: .*\n\nid: ended\nevent: end\ndata: .*"state":"cancelled".*\n\n$/,
  )
})

test('strangers find no job: neighbours, people far away, nobody', async () => {
  const { id } = await start()
  for (const stranger of [world.neighbour, world.faraway]) {
    expect((await stranger.owner.get(address(id))).statusCode).toBe(404)
    for (const path of [id, `${id}/events`])
      expect((await stranger.owner.get(`/v1/orgs/${stranger.slug}/jobs/${path}`)).statusCode).toBe(404)
    expect((await stranger.owner.post(`/v1/orgs/${stranger.slug}/jobs/${id}/cancel`, {})).statusCode).toBe(
      404,
    )
  }
  expect((await world.nobody.get(address(id))).statusCode).toBe(401)
  expect((await world.acme.owner.get(address(id))).json()).toMatchObject({ id, state: 'queued' })
})
