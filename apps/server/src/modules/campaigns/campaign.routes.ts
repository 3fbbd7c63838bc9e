import { campaign, GenerateCampaign, Job, MappingReport, NewCampaign } from '@lettershop/contracts'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { type Route, route } from '#platform/http/route.ts'
import { etagOf } from '#platform/resources/etag.ts'
import { resourceRoutes } from '#platform/resources/resource-routes.ts'
import { createCampaign } from './campaign.actions.ts'
import { inspectTemplate } from './campaign.design.ts'
import { selectCampaign, selectListFields } from './campaign.queries.ts'
import { campaignRules } from './campaign.rules.ts'
import { startGeneration } from './generation/start.ts'
import { reportMapping, sourcesOf } from './mapping.ts'

const id = z.object({ id: z.guid() })
const tag = 'campaigns'

export const campaignRoutes: readonly Route[] = [
  ...resourceRoutes(campaign, campaignRules),

  route({
    method: 'POST',
    path: '/v1/orgs/{org}/campaigns',
    operation: 'createCampaign',
    tag,
    summary: 'Make a campaign from a template and a list',
    access: { resource: 'campaign', action: 'create' },
    body: NewCampaign,
    answers: { 201: campaign.readSchema },
    async handle(ctx) {
      const row = await createCampaign(ctx, ctx.body)
      return ctx.reply(201, row, { etag: etagOf(row) })
    },
  }),

  route({
    method: 'GET',
    path: '/v1/orgs/{org}/campaigns/{id}/variables',
    operation: 'getCampaignVariables',
    tag,
    summary: 'Variables of the design with their sources, and what the list offers',
    access: { resource: 'campaign', action: 'read' },
    params: id,
    answers: { 200: MappingReport },
    async handle(ctx) {
      const { rows } = await ctx.run(selectCampaign(ctx.params.id))
      if (!rows[0]) throw new AppError('not_found')
      const { template_id, template_version, recipient_list_id, variable_mappings } = rows[0]
      const design = await inspectTemplate(
        statement => ctx.run(statement),
        ctx.services,
        template_id,
        template_version,
      )
      const fields = await ctx.run(selectListFields(recipient_list_id))
      const columns = sourcesOf(fields.rows.map(row => row.name))
      return { ...reportMapping(design, variable_mappings), columns }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/orgs/{org}/campaigns/{id}/generate',
    operation: 'generateCampaign',
    tag,
    summary: 'Make the pieces and print files of a campaign',
    access: { resource: 'campaign', action: 'generate' },
    params: id,
    body: GenerateCampaign.optional(),
    answers: { 202: Job },
    async handle(ctx) {
      const { records_per_file } = ctx.body ?? GenerateCampaign.parse({})
      return ctx.reply(202, await startGeneration(ctx, ctx.params.id, records_per_file))
    },
  }),
]
