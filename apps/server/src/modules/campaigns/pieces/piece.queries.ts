import { campaignRecipient } from '@lettershop/contracts'
import { type SqlFragment, sql } from '@lettershop/tenant-router'
import { columnsOf } from '#platform/resources/statements.ts'

/** A piece as its row says. */
export interface PieceRow {
  readonly id: string
  readonly campaign_id: string
  readonly piece_number: number | null
  readonly tracking_code: string | null
  readonly variables: Readonly<Record<string, string>>
  readonly status: string
}

/** One piece of a campaign that is not deleted. */
export function selectPiece(campaignId: string, pieceId: string): SqlFragment<PieceRow> {
  return sql<PieceRow>`
    select ${columnsOf(campaignRecipient)} from campaigns.campaign_recipient
    where tenant_id = platform.tenant_id() and campaign_id = ${campaignId} and id = ${pieceId}
      and exists (select from campaigns.campaign c
                  where c.tenant_id = platform.tenant_id() and c.id = campaign_id and c.deleted_at is null)`
}
