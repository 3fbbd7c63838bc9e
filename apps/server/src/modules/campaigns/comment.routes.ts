import { CampaignComment, NewCampaignComment, pageOf } from '@lettershop/contracts'
import { sql } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { recordChange } from '#platform/events/index.ts'
import { type Route, route } from '#platform/http/route.ts'
import { selectCampaign } from './campaign.queries.ts'

const params = z.object({ id: z.guid() })
const columns = sql`id, campaign_id, body, created_by, created_at, updated_at`
const tag = 'campaigns'

export const commentRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orgs/{org}/campaigns/{id}/comments',
    operation: 'listCampaignComments',
    tag,
    summary: 'What the team says of a campaign, oldest first',
    access: { resource: 'campaign', action: 'read' },
    params,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(200),
      cursor: z.guid().optional(),
    }),
    answers: { 200: pageOf(CampaignComment) },
    async handle(ctx) {
      const { limit, cursor } = ctx.query
      const after = cursor === undefined ? sql`` : sql`and id > ${cursor}`
      const [found, comments] = await ctx.batch([
        selectCampaign(ctx.params.id),
        sql<CampaignComment>`
          select ${columns} from campaigns.comment
          where tenant_id = platform.tenant_id() and campaign_id = ${ctx.params.id} ${after}
          order by id limit ${limit + 1}`,
      ])
      if (!found.rows[0]) throw new AppError('not_found')
      const data = comments.rows.slice(0, limit)
      return { data, next: comments.rows.length > limit ? (data.at(-1)?.id ?? null) : null }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/orgs/{org}/campaigns/{id}/comments',
    operation: 'commentCampaign',
    tag,
    summary: 'Say something of a campaign',
    access: { resource: 'campaign', action: 'comment' },
    params,
    body: NewCampaignComment,
    answers: { 201: CampaignComment },
    async handle(ctx) {
      const comment = await ctx.withTenant(async tx => {
        if (!(await tx.maybeRow(selectCampaign(ctx.params.id)))) throw new AppError('not_found')
        const made = await tx.row(sql<CampaignComment>`
          insert into campaigns.comment (campaign_id, body, created_by, updated_by)
          values (${ctx.params.id}, ${ctx.body.body}, platform.actor_id(), platform.actor_id())
          returning ${columns}`)
        await recordChange(tx, {
          action: 'campaign.comment',
          resource: 'campaigns.comment',
          id: made.id,
          event: { type: 'campaign.commented', data: { campaign_id: ctx.params.id } },
        })
        return made
      })
      return ctx.reply(201, comment)
    },
  }),

  route({
    method: 'DELETE',
    path: '/v1/orgs/{org}/campaigns/{id}/comments/{comment_id}',
    operation: 'deleteCampaignComment',
    tag,
    summary: 'Take a comment of one’s own back',
    access: { resource: 'campaign', action: 'comment' },
    params: z.object({ id: z.guid(), comment_id: z.guid() }),
    answers: {},
    async handle(ctx) {
      const { id, comment_id } = ctx.params
      await ctx.withTenant(async tx => {
        const comment = await tx.maybeRow(sql<{ created_by: string | null }>`
          select created_by from campaigns.comment
          where tenant_id = platform.tenant_id() and campaign_id = ${id} and id = ${comment_id} for update`)
        if (!comment) throw new AppError('not_found')
        if (comment.created_by === null || comment.created_by !== ctx.actor.id)
          throw new AppError('comment_not_yours')
        await tx.execute(
          sql`delete from campaigns.comment where tenant_id = platform.tenant_id() and id = ${comment_id}`,
        )
        await recordChange(tx, {
          action: 'campaign.comment.delete',
          resource: 'campaigns.comment',
          id: comment_id,
        })
      })
      return ctx.reply(204)
    },
  }),
]
