import { CAMPAIGN_STEPS, type CampaignStatus, mayStep } from '@lettershop/contracts'
import { type SqlFragment, sql, type TenantTx } from '@lettershop/tenant-router'
import { AppError } from '#platform/errors/app-error.ts'
import { recordChange } from '#platform/events/index.ts'
import { insertStatusChange } from './campaign.queries.ts'

export interface Step {
  readonly to: CampaignStatus
  readonly reason?: string | undefined
  /** Further columns that change with the status, as `, approved_at = now()`. */
  readonly also?: SqlFragment<unknown>
}

/**
 * Takes a campaign one step further, with its trace in the status changes, the audit and the outbox.
 * @param campaign locked by the caller
 * @throws {AppError} `campaign_status` naming where it stands and which steps are open
 */
export async function takeStep(
  tx: TenantTx,
  campaign: { readonly id: string; readonly status: CampaignStatus; readonly name: string },
  { to, reason, also = sql`` }: Step,
): Promise<void> {
  const from = campaign.status
  if (!mayStep(from, to)) throw impossible(from, to)
  await tx.batch([
    sql`
      update campaigns.campaign set status = ${to}, updated_by = platform.actor_id() ${also}
      where tenant_id = platform.tenant_id() and id = ${campaign.id}`,
    insertStatusChange(campaign.id, from, to, reason ?? null),
  ])
  await recordChange(tx, {
    action: `campaign.${to}`,
    resource: 'campaigns.campaign',
    id: campaign.id,
    changes: { status: [from, to] },
    event: { type: `campaign.${to}`, data: { campaign_id: campaign.id, name: campaign.name, from, to } },
  })
}

function impossible(from: CampaignStatus, to: CampaignStatus): AppError {
  const open = CAMPAIGN_STEPS[from]
  const ways = open.length === 0 ? 'There is no step from there.' : `Open steps: ${open.join(', ')}.`
  return new AppError('campaign_status', {
    message: `The campaign is "${from}" and cannot become "${to}". ${ways}`,
  })
}
