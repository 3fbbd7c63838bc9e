import { sql, type TenantTx } from '@lettershop/tenant-router'
import type { z } from 'zod'
import { frozenAssets, remembering } from '#modules/design/index.ts'
import { codeMaker } from '#modules/tracking/codes/index.ts'
import type { JobHandler, JobRun } from '#platform/jobs/index.ts'
import { JobLost } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import {
  type CampaignRow,
  type Frozen,
  lockCampaign,
  selectCampaign,
  selectFrozen,
} from '../campaign.queries.ts'
import { takeStep } from '../campaign-step.ts'
import type { generateJob } from './generate.job.ts'
import { makeBatch, type PieceRecipe } from './piece-batch.ts'
import { type Part, printPart } from './print-part.ts'
import { countRecipients, type GenerationRun, selectRun } from './run.queries.ts'
import { trackingUrl } from './tracking-url.ts'

/**
 * Generates a campaign: pieces in batches, then print files part by part. Everything that is done is committed with
 * how far it has come, so a run that died goes on where it stopped and makes no piece twice.
 */
export const run: JobHandler<typeof generateJob> = async job => {
  const { campaign_id: id, records_per_file: perFile } = job.input
  const { campaign, frozen, begun, people } = await load(job, id)
  if (begun.finished_at !== null) return null
  const finished = await makePieces(job, campaign, frozen, begun, people)
  await makeFiles(job, campaign, frozen, finished, perFile)
  return job.withTenant(tx => finish(tx, finished))
}

type Run = JobRun<z.output<(typeof generateJob)['input']>>

interface Loaded {
  campaign: CampaignRow
  frozen: Frozen
  begun: GenerationRun
  people: number
}

async function load(job: Run, id: string): Promise<Loaded> {
  return job.withTenant(async tx => {
    const [campaigns, frozens, runs] = await tx.batch([
      selectCampaign(id),
      selectFrozen(id),
      selectRun(job.job.id),
    ])
    const [campaign, frozen, begun] = [campaigns.rows[0], frozens.rows[0], runs.rows[0]]
    // Sent back to draft or deleted meanwhile: there is nothing to make.
    if (!campaign || !frozen || !begun) throw new JobLost('cancelled')
    const { people } = await tx.row(countRecipients(campaign.recipient_list_id))
    return { campaign, frozen, begun, people }
  })
}

async function makePieces(
  job: Run,
  campaign: CampaignRow,
  frozen: Frozen,
  begun: GenerationRun,
  people: number,
): Promise<GenerationRun> {
  const recipe = await recipeOf(job, campaign, frozen)
  let current = begun
  while (current.pieces_finished_at === null) {
    job.signal.throwIfAborted()
    const before = current
    current = await job.withTenant(tx => makeBatch(tx, before, recipe))
    const done = current.pieces + current.skipped
    job.progress(done, Math.max(people, done), 'making pieces')
  }
  return current
}

async function recipeOf(job: Run, campaign: CampaignRow, frozen: Frozen): Promise<PieceRecipe> {
  const { services, tenantId } = job
  const { link_method: method } = campaign
  const purpose = { short: undefined, signed: 'code_signing', sealed: 'code_sealing' } as const
  const wanted = purpose[method]
  const key = wanted && (await job.withTenant(tx => services.secrets.get(tx, wanted))).current
  const codeOf = codeMaker({
    method,
    routeKey: await routeKeyOf(services, tenantId),
    tenantId,
    campaignId: campaign.id,
    key,
    offer: campaign.offer_code ?? undefined,
  })
  return {
    campaignId: campaign.id,
    listId: campaign.recipient_list_id,
    batch: job.input.batch,
    mapping: frozen.variable_mappings_snapshot,
    method,
    codeOf,
    urlOf: trackingUrl(services.config.publicUrl),
    now: () => services.clock.now(),
  }
}

async function routeKeyOf(services: Services, tenantId: Run['tenantId']): Promise<string> {
  const { rows } = await services.control.query(
    tenantId,
    { id: null, role: 'system' },
    sql<{ route_key: string }>`
      select route_key from tenancy.route_key where organization_id = platform.tenant_id() order by route_key limit 1`,
  )
  if (!rows[0]) throw new Error(`organization ${tenantId} has no route key`)
  return rows[0].route_key
}

async function makeFiles(
  job: Run,
  campaign: CampaignRow,
  frozen: Frozen,
  finished: GenerationRun,
  perFile: number,
): Promise<void> {
  const { router, storage } = job.services
  const actor = { id: job.job.createdBy, role: 'system' }
  const assets = remembering(
    frozenAssets(frozen.assets_snapshot, statement => router.query(job.tenantId, actor, statement), storage),
  )
  for (
    let part = await nextPart(job, finished, perFile);
    part;
    part = await nextPart(job, finished, perFile)
  ) {
    job.signal.throwIfAborted()
    const { first } = part
    await printPart(job, finished, frozen, fileName(campaign.name, part, finished), part, assets, count =>
      job.progress(first - 1 + count, finished.pieces, 'drawing pages'),
    )
  }
}

/** The part after the last one that is recorded, or undefined when all are. */
async function nextPart(job: Run, finished: GenerationRun, perFile: number): Promise<Part | undefined> {
  const { part, last } = await job.withTenant(tx =>
    tx.row(sql<{ part: number; last: number }>`
      select coalesce(max(part), 0) as part, coalesce(max(last_piece), 0) as last
      from campaigns.print_file
      where tenant_id = platform.tenant_id() and generation_run_id = ${finished.id}`),
  )
  if (last >= finished.pieces) return undefined
  return { number: part + 1, first: last + 1, last: Math.min(last + perFile, finished.pieces) }
}

function fileName(campaign: string, part: Part, { pieces }: GenerationRun): string {
  const plain =
    campaign
      .replace(/[^\p{L}\p{N}._ -]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 120) || 'campaign'
  const whole = part.first === 1 && part.last === pieces
  return whole ? `${plain}.pdf` : `${plain}, part ${part.number} (${part.first}-${part.last}).pdf`
}

/** Counts what was made and opens the campaign for approval. */
async function finish(tx: TenantTx, finished: GenerationRun): Promise<Record<string, unknown>> {
  const campaign = await tx.maybeRow(lockCampaign(finished.campaign_id))
  if (campaign?.status !== 'generating') throw new JobLost('cancelled')
  const counts = await tx.row(sql<{ pieces: number; skipped: number; files: number; pages: number }>`
    select count(*) filter (where status <> 'skipped') as pieces, count(*) filter (where status = 'skipped') as skipped,
      (select count(*) from campaigns.print_file f where f.tenant_id = platform.tenant_id() and f.campaign_id = ${campaign.id}) as files,
      (select coalesce(sum(pages), 0)::bigint from campaigns.print_file f
       where f.tenant_id = platform.tenant_id() and f.campaign_id = ${campaign.id}) as pages
    from campaigns.campaign_recipient
    where tenant_id = platform.tenant_id() and campaign_id = ${campaign.id}`)
  await tx.execute(sql`
    update campaigns.generation_run set finished_at = now()
    where tenant_id = platform.tenant_id() and id = ${finished.id}`)
  await takeStep(tx, campaign, {
    to: 'ready',
    also: sql`, generated = ${counts.pieces}, skipped = ${counts.skipped}, total_recipients = ${counts.pieces + counts.skipped}`,
  })
  return { ...counts }
}
