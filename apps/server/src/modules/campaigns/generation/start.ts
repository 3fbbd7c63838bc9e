import { ENGINE_VERSION } from '@lettershop/print-engine'
import type { TenantTx } from '@lettershop/tenant-router'
import { freezeAssets, type Inspection, requirePrintable } from '#modules/design/index.ts'
import { AppError } from '#platform/errors/app-error.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { type Job, startJob } from '#platform/jobs/index.ts'
import { inspectTemplate } from '../campaign.design.ts'
import {
  type CampaignRow,
  lockCampaign,
  selectCampaign,
  selectIngredients,
  selectListFields,
} from '../campaign.queries.ts'
import { takeStep } from '../campaign-step.ts'
import { reportMapping, requireVariables } from '../mapping.ts'
import { discardPieces, removeFiles } from './discard.ts'
import { generateJob } from './generate.job.ts'
import { freeze, insertRun } from './run.queries.ts'

/**
 * Starts the generation of a campaign: checks that everything is there, freezes it, and leaves the work to a job.
 * @throws {AppError} `campaign_status`, `list_not_ready`, `variables_missing`, `design_not_printable`, `row_changed`
 */
export async function startGeneration(
  ctx: RouteContext,
  campaignId: string,
  recordsPerFile: number,
): Promise<Job> {
  const draft = (await ctx.run(selectCampaign(campaignId))).rows[0]
  if (!draft) throw new AppError('not_found')
  const design = await requireReady(ctx, draft)
  const { job, files } = await ctx.withTenant(async tx => {
    const campaign = await tx.row(lockCampaign(campaignId))
    // A failed one may have left pieces of its first try.
    const files = campaign.status === 'failed' ? await discardPieces(tx, campaignId) : []
    await takeStep(tx, campaign, { to: 'generating' })
    if (campaign.row_version !== draft.row_version)
      throw new AppError('row_changed', { message: 'Somebody changed the campaign in this moment.' })
    await freezeCampaign(tx, campaign, design)
    const started = await startJob(tx, generateJob, {
      input: { campaign_id: campaignId, records_per_file: recordsPerFile },
      resource: 'campaigns.campaign',
      resourceId: campaignId,
    })
    await tx.execute(insertRun(campaignId, started.id))
    return { job: started, files }
  })
  await removeFiles(ctx.services, files)
  return job
}

async function requireReady(ctx: RouteContext, draft: CampaignRow): Promise<Inspection> {
  const { template_id, template_version, recipient_list_id } = draft
  const [ingredients, fieldNames] = await ctx.batch([
    selectIngredients(template_id, template_version, recipient_list_id),
    selectListFields(recipient_list_id),
  ])
  const { list_status } = ingredients.rows[0] ?? {}
  if (list_status !== 'ready')
    throw new AppError('list_not_ready', {
      message: list_status ? `The list is "${list_status}".` : 'The list of this campaign was deleted.',
    })
  const design = await inspectTemplate(
    statement => ctx.run(statement),
    ctx.services,
    template_id,
    template_version,
  )
  requirePrintable(design.findings)
  const { missing } = reportMapping(design, draft.variable_mappings)
  requireVariables(
    missing,
    fieldNames.rows.map(row => row.name),
  )
  return design
}

async function freezeCampaign(tx: TenantTx, campaign: CampaignRow, design: Inspection): Promise<void> {
  const assets = await freezeAssets(
    async statement => (await tx.batch([statement]))[0],
    design.sources,
    design.variableSources,
  )
  await tx.execute(
    freeze(campaign.id, design, {
      variable_mappings_snapshot: campaign.variable_mappings,
      assets_snapshot: assets,
      engine_version: ENGINE_VERSION,
    }),
  )
}
