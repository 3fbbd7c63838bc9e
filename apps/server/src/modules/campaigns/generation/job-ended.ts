import { sql } from '@lettershop/tenant-router'
import type { DomainEvent, Subscriber } from '#platform/events/index.ts'
import { lockCampaign } from '../campaign.queries.ts'
import { takeStep } from '../campaign-step.ts'
import { discardPieces, removeFiles } from './discard.ts'

/**
 * A generation that ended without its pieces takes its campaign along: cancelled, back to draft; failed, to failed.
 * A campaign that went on meanwhile, or is generated anew by another job, is left alone.
 */
export const onJobFinished: Subscriber = async (tx, event, services) => {
  const { state, type, resource_id } = event.data
  if (type !== 'campaigns.generate' || typeof resource_id !== 'string') return
  if (state !== 'failed' && state !== 'cancelled') return
  const campaign = await tx.maybeRow(lockCampaign(resource_id))
  if (campaign?.status !== 'generating' || !(await isLatest(tx, resource_id, event))) return
  const files = await discardPieces(tx, campaign.id)
  const job = await tx.maybeRow(sql<{ error_message: string | null }>`
    select error_message from platform.job where tenant_id = platform.tenant_id() and id = ${event.resourceId}`)
  await takeStep(
    tx,
    campaign,
    state === 'failed'
      ? { to: 'failed', reason: (job?.error_message ?? 'The generation failed.').slice(0, 500) }
      : { to: 'draft', reason: 'The generation was cancelled.' },
  )
  await removeFiles(services, files)
}

async function isLatest(
  tx: Parameters<Subscriber>[0],
  campaignId: string,
  event: DomainEvent,
): Promise<boolean> {
  const run = await tx.maybeRow(sql<{ job_id: string }>`
    select job_id from campaigns.generation_run
    where tenant_id = platform.tenant_id() and campaign_id = ${campaignId} order by id desc limit 1`)
  return run?.job_id === event.resourceId
}
