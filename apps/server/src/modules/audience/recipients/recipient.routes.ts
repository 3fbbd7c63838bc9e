import { recipient, seedAddress } from '@lettershop/contracts'
import { sql } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { type Route, route } from '#platform/http/route.ts'
import { type ListQuery, planList, type Row } from '#platform/resources/list-statement.ts'
import { resourceRoutes } from '#platform/resources/resource-routes.ts'
import { selectList } from '../lists/list.queries.ts'
import { recipientRules } from './recipient.rules.ts'

const ofList = route({
  method: 'GET',
  path: '/v1/orgs/{org}/recipient-lists/{list_id}/recipients',
  operation: 'listRecipientsOfList',
  tag: 'audience',
  summary: 'Recipients of one list',
  access: { resource: 'recipient', action: 'read' },
  params: z.object({ list_id: z.guid() }),
  query: recipient.querySchema.omit({ list_id: true }),
  answers: { 200: recipient.pageSchema },
  async handle(ctx) {
    const { list_id: listId } = ctx.params
    const plan = planList(recipient, ctx.query as ListQuery, [sql`list_id = ${listId}`])
    const [list, page, total] = await ctx.batch([
      selectList(listId),
      plan.page,
      ...(plan.total ? [plan.total] : []),
    ])
    if (!list.rows[0]) throw new AppError('not_found')
    const count = total?.rows[0] as { total: number } | undefined
    return { ...plan.finish(page.rows as Row[]), ...count }
  },
})

export const recipientRoutes: readonly Route[] = [
  ...resourceRoutes(recipient, recipientRules),
  ofList,
  ...resourceRoutes(seedAddress),
]
