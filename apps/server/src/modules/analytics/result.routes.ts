import {
  AREA_KINDS,
  AreaResults,
  CampaignEventPage,
  DEFAULT_LIMIT,
  EVENT_TYPES,
  Funnel,
  MAX_LIMIT,
  Timeline,
} from '@lettershop/contracts'
import { sql } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { type Route, route } from '#platform/http/route.ts'
import { planEvents } from './event-list.ts'
import { selectAreas, selectFunnel, selectTimeline } from './funnel.queries.ts'

const id = z.object({ id: z.guid() })
const tag = 'results'
const read = { resource: 'result', action: 'read' } as const

/** Said first, so that a stranger's campaign is 404 and not a row of zeros. */
const campaignExists = (campaign: string) => sql`
  select id from campaigns.campaign
  where tenant_id = platform.tenant_id() and id = ${campaign} and deleted_at is null`

const funnel = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/funnel',
  operation: 'getFunnel',
  tag,
  summary: 'How far the pieces of a campaign came: printed, scanned, visited, converted, and their worth',
  access: read,
  params: id,
  answers: { 200: Funnel },
  async handle(ctx) {
    const { rows } = await ctx.run(selectFunnel(ctx.params.id))
    if (!rows[0]) throw new AppError('not_found')
    return rows[0]
  },
})

const timeline = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/timeline',
  operation: 'getTimeline',
  tag,
  summary: 'What happened to a campaign on each day',
  access: read,
  params: id,
  answers: { 200: Timeline },
  async handle(ctx) {
    const { time_zone } = ctx.organization
    const [known, days] = await ctx.batch([
      campaignExists(ctx.params.id),
      selectTimeline(ctx.params.id, time_zone),
    ])
    if (known.rows.length === 0) throw new AppError('not_found')
    return { time_zone, data: days.rows }
  },
})

const areas = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/results/areas',
  operation: 'getAreaResults',
  tag,
  summary: 'What came back by area of the recipients',
  access: read,
  params: id,
  query: z.strictObject({ by: z.enum(AREA_KINDS).default('zip3') }),
  answers: { 200: AreaResults },
  async handle(ctx) {
    const { by } = ctx.query
    const [known, found] = await ctx.batch([campaignExists(ctx.params.id), selectAreas(ctx.params.id, by)])
    if (known.rows.length === 0) throw new AppError('not_found')
    return { by, data: found.rows }
  },
})

const yesNo = z.enum(['true', 'false']).transform(text => text === 'true')

const events = route({
  method: 'GET',
  path: '/v1/orgs/{org}/campaigns/{id}/events',
  operation: 'listCampaignEvents',
  tag,
  summary: 'Scans, views and clicks of a campaign, the latest first',
  access: { resource: 'event', action: 'read' },
  params: id,
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
    cursor: z.string().min(1).max(2000).optional(),
    type: z.enum(EVENT_TYPES).optional(),
    is_bot: yesNo.optional(),
    campaign_recipient_id: z.guid().optional(),
  }),
  answers: { 200: CampaignEventPage },
  async handle(ctx) {
    const plan = planEvents(ctx.params.id, ctx.query)
    const [known, page] = await ctx.batch([campaignExists(ctx.params.id), plan.page])
    if (known.rows.length === 0) throw new AppError('not_found')
    return plan.finish(page.rows)
  },
})

export const resultRoutes: readonly Route[] = [funnel, timeline, areas, events]
