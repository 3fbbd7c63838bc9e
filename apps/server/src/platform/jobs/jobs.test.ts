import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Actor, sql, type TenantId, withConnection } from '@lettershop/tenant-router'
import { openTestDatabases, type TestDatabases } from '@lettershop/testkit'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { createRelay, type Relay, recordChange } from '../events/index.ts'
import { createWorker, type Job, type JobDefinition, type Outcome, startJob, type Worker } from './index.ts'
import { jobById, toJob } from './job.queries.ts'
import { jobEvents } from './job-events.ts'
import { JobLost } from './job-lost.ts'
import { checkFence, fence, openAttempt } from './job-states.ts'
import { failingJob, stepsJob, testJobs } from './test-jobs.ts'
import { stepsDone } from './test-steps.handler.ts'
import { addOrganization, eventually, openPlatform, type Platform, type PlatformSpec } from './testing.ts'

const person: Actor = { id: randomUUID(), role: 'owner', requestId: 'test' }
let databases: TestDatabases
let spec: PlatformSpec
let platform: Platform
let relay: Relay
let ada: TenantId
let bob: TenantId
const outcomes: Outcome[] = []
const workers: Worker[] = []
const children: ChildProcess[] = []

beforeAll(async () => {
  databases = await openTestDatabases()
  spec = {
    app: databases.login('app', databases.control),
    dataDir: await mkdtemp(path.join(inject('server').base, 'jobs-')),
  }
  platform = await openPlatform(spec)
  const superuser = databases.superuser(databases.control)
  ada = await addOrganization(platform.services, superuser, 'shared-1')
  bob = await addOrganization(platform.services, superuser, 'shared-2')
  relay = createRelay({
    services: platform.services,
    subscribers: [],
    sources: async () =>
      [databases.shared, databases.other].map(name => ({
        id: name,
        connection: databases.login('relay', name),
      })),
  })
  await relay.start()
})

afterEach(async () => {
  await Promise.all(workers.splice(0).map(worker => worker.stop()))
  for (const child of children.splice(0))
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit')
  outcomes.length = 0
})

afterAll(async () => {
  await relay?.stop()
  await platform.close()
  await databases.drop()
})

async function startWorker(
  concurrency = 2,
  definitions: readonly JobDefinition[] = testJobs,
): Promise<Worker> {
  const worker = createWorker({
    services: platform.services,
    definitions,
    concurrency,
    connection: spec.app,
    onOutcome: (_type, outcome) => outcomes.push(outcome),
  })
  await worker.start()
  workers.push(worker)
  return worker
}

async function startProcess(): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./test-worker.ts', import.meta.url))
  const child = spawn(process.execPath, [script, JSON.stringify(spec)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  await once(child.stdout!, 'data')
  return child
}

const start = (tenant: TenantId, input: { key: string; steps: number; pauseMs?: number }) =>
  platform.services.router.withTenant(tenant, person, tx => startJob(tx, stepsJob, { input }))
const startFailing = (how: 'app_error' | 'always' | 'once', key: string) =>
  platform.services.router.withTenant(ada, person, tx => startJob(tx, failingJob, { input: { key, how } }))

async function read(id: string, tenant = ada): Promise<Job> {
  const { rows } = await platform.services.router.query(tenant, person, jobById(id))
  return toJob(rows[0]!)
}
const ended = (id: string, tenant = ada) =>
  eventually(async () => {
    const job = await read(id, tenant)
    return job.finished_at === null ? undefined : job
  }, `job ${id} ends`)
const steps = (key: string, tenant = ada) =>
  platform.services.router.withTenant(tenant, person, tx => stepsDone(tx, key))
const expectedSteps = (count: number) => Array.from({ length: count }, (_, number) => `step ${number}`)
const asOps = (text: string) =>
  withConnection(databases.login('ops', databases.control), client => client.query(text))
/** Leases end now, as after half a minute of silence. */
const endLeases = () =>
  withConnection(spec.app, client =>
    client.query("update queue.job set heartbeat_on = now() - interval '1 hour' where state = 'active'"),
  )

test('a job that was committed runs, tells how far it is, and leaves figures and an event', async () => {
  const job = await start(ada, { key: 'plain', steps: 5 })
  expect(job).toMatchObject({ type: 'test.steps', state: 'queued', done: 0, error: null })
  await startWorker()
  expect(await ended(job.id)).toMatchObject({
    state: 'done',
    done: 5,
    total: 5,
    step: 'steps',
    result: { steps: 5 },
  })
  expect(await steps('plain')).toEqual(expectedSteps(5))
  const { rows } = await platform.services.router.query(
    ada,
    person,
    sql<{
      data: unknown
      actor_id: string
    }>`select data, actor_id from platform.outbox where resource_id = ${job.id} and type = 'job.finished'`,
  )
  expect(rows).toMatchObject([{ data: { state: 'done', type: 'test.steps' }, actor_id: person.id }])
})

test('a job of a transaction that was rolled back never runs', async () => {
  await startWorker()
  const refused = platform.services.router.withTenant(ada, person, async tx => {
    await startJob(tx, stepsJob, { input: { key: 'rolled back', steps: 1 } })
    throw new Error('changed my mind')
  })
  await expect(refused).rejects.toThrow('changed my mind')
  await ended((await start(ada, { key: 'after', steps: 1 })).id)
  expect(await steps('rolled back')).toEqual([])
})

test('queue rows hold ids and types, never an input; the serving role cannot change the queue itself', async () => {
  await start(ada, { key: 'sentinel-in-input', steps: 1 })
  const held = await eventually(async () => {
    const { rows } = await withConnection(spec.app, client =>
      client.query<{ all: string }>(`select string_agg(job::text, '') as all from queue.job`),
    )
    return rows[0]?.all?.includes('test.steps') && rows[0].all
  }, 'the job is in the queue')
  expect(held).not.toContain('sentinel')
  for (const text of ['drop table queue.job', 'create table queue.x ()', 'alter table queue.claim add x int'])
    await expect(withConnection(spec.app, client => client.query(text))).rejects.toMatchObject({
      code: '42501',
    })
  await expect(
    withConnection(databases.login('relay', databases.control), client =>
      client.query('select * from queue.job'),
    ),
  ).rejects.toMatchObject({ code: '42501' })
})

test('what the user caused fails at once with its code; the unexpected is tried again, then given up', async () => {
  const refused = await startFailing('app_error', 'refused')
  const unlucky = await startFailing('once', 'unlucky')
  await startWorker()
  expect(await ended(refused.id)).toMatchObject({
    state: 'failed',
    error: { code: 'conflict', message: 'in the way' },
  })
  expect(await ended(unlucky.id)).toMatchObject({ state: 'done', result: { runs: 2 } })
})

test('a job that always fails is buried after the last try, and says nothing of why', async () => {
  const job = await startFailing('always', 'hopeless')
  await platform.services.router.withTenant(ada, person, tx =>
    tx.execute(
      sql`update platform.job set failures = 3 where tenant_id = platform.tenant_id() and id = ${job.id}`,
    ),
  )
  await startWorker()
  expect(await ended(job.id)).toMatchObject({ state: 'failed', error: { code: 'internal_error' } })
  expect(JSON.stringify(await read(job.id))).not.toContain('out of luck')
  await eventually(
    async () =>
      (await asOps(`select 1 from queue.job where name = 'dead' and id = '${job.id}'`)).rowCount === 1,
    'buried',
  )
  expect(await steps('hopeless')).toEqual(['run'])
})

test('a waiting job is cancelled at once, a running one stops and keeps what it did', async () => {
  const { router } = platform.services
  const cancel = (id: string) =>
    router.query(
      ada,
      person,
      sql`update platform.job set cancel_requested_at = now() where tenant_id = platform.tenant_id() and id = ${id}`,
    )
  const waiting = await start(ada, { key: 'waiting', steps: 3 })
  await cancel(waiting.id)
  const running = await start(ada, { key: 'cancelled', steps: 1000, pauseMs: 20 })
  await startWorker()
  await eventually(async () => (await steps('cancelled')).length > 2, 'it runs')
  await cancel(running.id)
  expect(await ended(running.id)).toMatchObject({ state: 'cancelled' })
  const kept = await steps('cancelled')
  expect(kept).toEqual(expectedSteps(kept.length))
  expect(await ended(waiting.id)).toMatchObject({ state: 'cancelled' })
  expect(await steps('waiting')).toEqual([])
})

test('a worker that shuts down puts its jobs back, and they go on elsewhere without a failure', async () => {
  const job = await start(ada, { key: 'drained', steps: 30, pauseMs: 15 })
  const first = await startWorker()
  await eventually(async () => (await steps('drained')).length > 2, 'it runs')
  await first.stop()
  expect(await read(job.id)).toMatchObject({ state: 'queued', error: null })
  await startWorker()
  expect(await ended(job.id)).toMatchObject({ state: 'done' })
  expect(await steps('drained')).toEqual(expectedSteps(30))
  expect(outcomes).toContain('put_back')
})

test('kill -9 in the middle of 20 steps, three times: each effect once', async () => {
  const job = await start(ada, { key: 'killed', steps: 20, pauseMs: 30 })
  for (const until of [3, 8, 14]) {
    const child = await startProcess()
    await eventually(async () => (await steps('killed')).length >= until, `step ${until}`)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  expect((await read(job.id)).state).toBe('running')
  await startWorker()
  expect(await ended(job.id)).toMatchObject({ state: 'done', done: 20 })
  expect(await steps('killed')).toEqual(expectedSteps(20))
})

test('a worker that was stopped beyond its lease cannot commit when it wakes', async () => {
  const job = await start(ada, { key: 'stopped', steps: 40, pauseMs: 25 })
  const child = await startProcess()
  await eventually(async () => (await steps('stopped')).length > 2, 'it runs')
  child.kill('SIGSTOP')
  // Its connection is open still, so only the lease tells that it is gone.
  const second = await startWorker()
  await eventually(async () => {
    await endLeases()
    return second.running > 0
  }, 'the other worker takes over')
  child.kill('SIGCONT')
  expect(await ended(job.id)).toMatchObject({ state: 'done' })
  expect(await steps('stopped')).toEqual(expectedSteps(40))
})

test('the fence refuses an older attempt, a cancelled and a finished job', async () => {
  const { router } = platform.services
  const { id } = await router.withTenant(ada, person, tx =>
    tx.row(sql<{ id: string }>`
    insert into platform.job (type, state, attempt) values ('test.none', 'running', 4) returning id`),
  )
  const at = (attempt: number) => ({
    id,
    type: 'test.none',
    attempt,
    resource: null,
    resourceId: null,
    createdBy: null,
  })
  const enter = (attempt: number, tenant = ada) =>
    router.withTenant(tenant, person, async tx => checkFence(await tx.rows(fence(at(attempt), false))))
  await enter(4)
  await expect(enter(3)).rejects.toMatchObject(new JobLost('taken'))
  await expect(enter(5)).rejects.toThrow(JobLost)
  await expect(enter(4, bob)).rejects.toThrow(JobLost)
  await router.query(ada, person, sql`update platform.job set cancel_requested_at = now() where id = ${id}`)
  await expect(enter(4)).rejects.toMatchObject({ reason: 'cancelled' })
  await router.query(ada, person, sql`update platform.job set state = 'done' where id = ${id}`)
  await expect(enter(4)).rejects.toMatchObject({ reason: 'taken' })
})

test('the next attempt begins only when a transaction of the earlier one has ended', async () => {
  const { router } = platform.services
  // In no queue: the attempts are opened here, by hand.
  const { id } = await router.withTenant(ada, person, tx =>
    tx.row(sql<{ id: string }>`insert into platform.job (type) values ('test.none') returning id`),
  )
  const first = await router.withTenant(ada, person, tx => openAttempt(tx, id))
  if (first.kind !== 'run') throw new Error('the first attempt should run')
  const order: string[] = []
  const entered = Promise.withResolvers<void>()
  const late = router.withTenant(ada, person, async tx => {
    checkFence(await tx.rows(fence(first.job, false)))
    entered.resolve()
    await new Promise(resolve => setTimeout(resolve, 200))
    order.push('first writes')
    await recordChange(tx, { action: 'late', resource: 'overlap' })
  })
  await entered.promise
  const second = await router.withTenant(ada, person, tx => openAttempt(tx, id))
  order.push('second begins')
  await late
  expect(second).toMatchObject({ kind: 'run', job: { attempt: 2 } })
  expect(order).toEqual(['first writes', 'second begins'])
})

test('the single job of one organization does not wait behind the many of another', async () => {
  const many = await Promise.all(
    Array.from({ length: 12 }, (_, number) => start(ada, { key: `many ${number}`, steps: 1, pauseMs: 30 })),
  )
  const single = await start(bob, { key: 'single', steps: 1 })
  await eventually(
    async () =>
      (await asOps(`select 1 from queue.job where name = 'work' and state = 'created'`)).rowCount === 13,
    'all are queued',
  )
  await startWorker(1)
  const { finished_at } = await ended(single.id, bob)
  const others = await Promise.all(many.map(job => ended(job.id)))
  expect(others.filter(job => job.finished_at! < finished_at!).length).toBeLessThanOrEqual(2)
})

test('who watches a job sees it change and end', async () => {
  const job = await start(ada, { key: 'watched', steps: 30, pauseMs: 20 })
  await startWorker()
  const seen: { event: string; data: unknown; id?: string }[] = []
  for await (const event of jobEvents(() => read(job.id), new AbortController().signal)) seen.push(event)
  expect(seen.length).toBeGreaterThan(2)
  expect(seen.at(-1)).toMatchObject({ event: 'end', id: 'ended', data: { state: 'done', done: 30 } })
})
