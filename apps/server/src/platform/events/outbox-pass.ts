import { type Actor, sql, type TenantId, type TenantTx } from '@lettershop/tenant-router'
import type { QueuedJob } from '../jobs/job-queue.ts'
import { JOB_QUEUED } from '../jobs/start-job.ts'
import type { Services } from '../services.ts'
import { describeError } from '../telemetry/logger.ts'
import type { DomainEvent, Subscriber } from './subscriber.ts'

const BATCH = 100
/** Tries of a subscriber before its event is given up: with the pauses below, about a day. */
const MOST_TRIES = 20
const SYSTEM: Actor = { id: null, role: 'system' }

export interface PassContext {
  readonly services: Services
  /** Takes jobs into the queue; giving one twice makes one. */
  readonly addJobs: (jobs: readonly QueuedJob[]) => Promise<void>
  readonly subscribers: (type: string) => readonly Subscriber[]
}

export interface PassResult {
  readonly processed: number
  /** Events that still wait: they were locked by another relay, or are to be tried later. */
  readonly waiting: boolean
}

/**
 * Hands on what waits in the outbox of one organization, oldest first, and marks it. Events that another relay has
 * in hand are passed over. An event whose subscriber fails waits while the others go on.
 * Jobs are in the queue before the marks commit: after a crash in between they are handed over again, and stay one.
 */
export async function passOutbox(context: PassContext, tenant: TenantId): Promise<PassResult> {
  const { router } = context.services
  let processed = 0
  for (;;) {
    const count = await router.withTenant(tenant, SYSTEM, tx => passBatch(context, tx))
    processed += count
    if (count < BATCH) break
  }
  const { rows } = await router.query(
    tenant,
    SYSTEM,
    sql<{ waiting: boolean }>`
    select exists (select from platform.outbox where tenant_id = platform.tenant_id() and processed_at is null) as waiting`,
  )
  return { processed, waiting: rows[0]?.waiting === true }
}

interface OutboxRow {
  id: string
  type: string
  resource: string
  resource_id: string | null
  data: Record<string, unknown>
  actor_id: string | null
  request_id: string | null
  created_at: string
  tries: number
}

/** @returns how many events were looked at */
async function passBatch(context: PassContext, tx: TenantTx): Promise<number> {
  const rows = await tx.rows(sql<OutboxRow>`
    select id, type, resource, resource_id, data, actor_id, request_id, created_at, tries from platform.outbox
    where tenant_id = platform.tenant_id() and processed_at is null and (retry_at is null or retry_at <= now())
    order by id limit ${BATCH} for update skip locked`)
  const done: string[] = []
  for (const row of rows) if (await hear(context, tx, row)) done.push(row.id)
  await context.addJobs(
    rows.filter(row => row.type === JOB_QUEUED).flatMap(row => toQueuedJob(tx.tenantId, row)),
  )
  if (done.length > 0)
    await tx.execute(sql`
      update platform.outbox set processed_at = now()
      where tenant_id = platform.tenant_id() and id = any(${done}::uuid[])`)
  return rows.length
}

async function hear(context: PassContext, tx: TenantTx, row: OutboxRow): Promise<boolean> {
  const subscribers = context.subscribers(row.type)
  if (subscribers.length === 0) return true
  try {
    await tx.savepoint(async () => {
      for (const subscriber of subscribers) await subscriber(tx, toEvent(row), context.services)
    })
    return true
  } catch (error) {
    const tries = row.tries + 1
    context.services.log.warn(
      { err: error, event: row.id, type: row.type, tries },
      'a subscriber failed on an event',
    )
    await postpone(tx, row.id, tries, error)
    return false
  }
}

/** Seconds until the next try: 2, 4, 8 and so on, at most two hours. An event that was given up keeps its error. */
async function postpone(tx: TenantTx, id: string, tries: number, error: unknown): Promise<void> {
  const { type, code } = describeError(error)
  const givenUp = tries >= MOST_TRIES
  await tx.execute(sql`
    update platform.outbox
    set tries = ${tries}, error = ${[type, code].filter(Boolean).join(' ').slice(0, 500)},
        retry_at = now() + make_interval(secs => ${Math.min(2 ** tries, 7200)}),
        processed_at = case when ${givenUp}::boolean then now() end
    where tenant_id = platform.tenant_id() and id = ${id}`)
}

function toEvent({
  resource_id,
  actor_id,
  request_id,
  created_at,
  tries: _,
  ...row
}: OutboxRow): DomainEvent {
  return { ...row, resourceId: resource_id, actorId: actor_id, requestId: request_id, createdAt: created_at }
}

function toQueuedJob(tenantId: TenantId, { resource_id: id, data }: OutboxRow): QueuedJob[] {
  return id !== null && typeof data['type'] === 'string' ? [{ id, tenantId, type: data['type'] }] : []
}
