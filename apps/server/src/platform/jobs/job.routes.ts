import { cursorSchema, limitSchema, pageOf } from '@lettershop/contracts/kit/list'
import { type SqlFragment, sql, type TenantTx } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError } from '../errors/app-error.ts'
import { recordChange } from '../events/record-change.ts'
import type { RouteContext } from '../http/context.ts'
import { route } from '../http/route.ts'
import { decodeCursor, encodeCursor } from '../resources/cursor.ts'
import { type JobRow, jobById, jobColumns, toJob } from './job.queries.ts'
import { JOB_STATES, Job } from './job.schema.ts'
import { ENDED, jobEvents } from './job-events.ts'

const id = z.object({ id: z.guid() })
const Filters = z.object({
  state: z.enum(JOB_STATES).optional(),
  resource: z.string().max(60).optional(),
  resource_id: z.guid().optional(),
  limit: limitSchema,
  cursor: cursorSchema,
})
type Filters = z.infer<typeof Filters>

const read = { tag: 'jobs', access: { resource: 'job', action: 'read' } } as const

/** Jobs of an organization: list, one, its course as events, cancel. */
export const jobRoutes = [
  route({
    ...read,
    method: 'GET',
    path: '/v1/orgs/{org}/jobs',
    operation: 'listJobs',
    summary: 'Jobs, newest first',
    query: Filters,
    answers: { 200: pageOf(Job) },
    async handle(ctx) {
      const { rows } = await ctx.run(listStatement(ctx.query))
      const page = rows.slice(0, ctx.query.limit)
      const last = rows.length > page.length ? page.at(-1) : undefined
      return { data: page.map(toJob), next: last ? encodeCursor(listName(ctx.query), last) : null }
    },
  }),
  route({
    ...read,
    method: 'GET',
    path: '/v1/orgs/{org}/jobs/{id}',
    operation: 'getJob',
    summary: 'One job',
    params: id,
    answers: { 200: Job },
    handle: ctx => readJob(ctx, ctx.params.id),
  }),
  route({
    ...read,
    method: 'GET',
    path: '/v1/orgs/{org}/jobs/{id}/events',
    operation: 'watchJob',
    summary: 'A job as it goes on, as server-sent events: job (each change), end (the last)',
    params: id,
    answers: {
      200: { media: 'text/event-stream', about: 'Events with the job as data, until it has ended.' },
    },
    async handle(ctx) {
      // EventSource comes back when a stream ends; 204 is its word for "no more".
      if (ctx.header('last-event-id') === ENDED) return ctx.reply(204)
      await readJob(ctx, ctx.params.id)
      return ctx.events(jobEvents(() => readJob(ctx, ctx.params.id), ctx.signal))
    },
  }),
  route({
    tag: 'jobs',
    access: { resource: 'job', action: 'cancel' },
    method: 'POST',
    path: '/v1/orgs/{org}/jobs/{id}/cancel',
    operation: 'cancelJob',
    summary: 'Stop a job; what it has committed stays',
    params: id,
    answers: { 200: Job },
    handle: ctx => ctx.withTenant(tx => cancelJob(tx, ctx.params.id)),
  }),
]

async function readJob(ctx: RouteContext, jobId: string): Promise<Job> {
  const { rows } = await ctx.run(jobById(jobId))
  const [row] = rows
  if (!row) throw new AppError('not_found')
  return toJob(row)
}

/** A waiting job ends here; a running one is told, and ends when its worker has let go. */
async function cancelJob(tx: TenantTx, jobId: string): Promise<Job> {
  const row = await tx.maybeRow(sql<JobRow>`
    update platform.job set
      cancel_requested_at = coalesce(cancel_requested_at, now()),
      finished_at = case when state = 'queued' then now() end,
      state = case when state = 'queued' then 'cancelled' else state end
    where tenant_id = platform.tenant_id() and id = ${jobId} and state in ('queued', 'running')
    returning ${jobColumns}`)
  if (!row) throw new AppError((await tx.maybeRow(jobById(jobId))) ? 'job_finished' : 'not_found')
  const { type, state, resource, resource_id } = row
  const finished = { type: 'job.finished', data: { state, type, resource, resource_id } }
  await recordChange(tx, {
    action: 'job.cancel',
    resource: 'platform.job',
    id: jobId,
    // Of a running job its worker tells, when it has let go.
    ...(state === 'cancelled' ? { event: finished } : {}),
  })
  return toJob(row)
}

const listName = ({ state, resource, resource_id }: Filters) =>
  ['jobs', state, resource, resource_id].join(' ')

function listStatement(query: Filters): SqlFragment<JobRow> {
  const conditions = [sql`tenant_id = platform.tenant_id()`]
  if (query.state !== undefined) conditions.push(sql`state = ${query.state}`)
  if (query.resource !== undefined) conditions.push(sql`resource = ${query.resource}`)
  if (query.resource_id !== undefined) conditions.push(sql`resource_id = ${query.resource_id}`)
  if (query.cursor !== undefined) conditions.push(sql`id < ${decodeCursor(listName(query), query.cursor).id}`)
  return sql<JobRow>`
    select ${jobColumns} from platform.job where ${sql.join(conditions, ' and ')}
    order by id desc limit ${query.limit + 1}`
}
