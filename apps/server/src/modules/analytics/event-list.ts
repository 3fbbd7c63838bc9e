import type { CampaignEvent, EventType } from '@lettershop/contracts'
import { type SqlFragment, sql } from '@lettershop/tenant-router'
import { decodeCursor, encodeCursor } from '#platform/resources/cursor.ts'

export interface EventListQuery {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly type?: EventType | undefined
  readonly is_bot?: boolean | undefined
  readonly campaign_recipient_id?: string | undefined
}

/** One page of a campaign's events, the latest first: ids carry the time, so the order is the primary key's. */
export function planEvents(
  campaign: string,
  { limit, cursor, ...filters }: EventListQuery,
): {
  page: SqlFragment<CampaignEvent>
  finish(rows: readonly CampaignEvent[]): { data: CampaignEvent[]; next: string | null }
} {
  const list = JSON.stringify([
    'tracking.event',
    campaign,
    filters.type,
    filters.is_bot,
    filters.campaign_recipient_id,
  ])
  const conditions = [
    sql`tenant_id = platform.tenant_id()`,
    sql`campaign_id = ${campaign}`,
    ...(filters.type === undefined ? [] : [sql`type = ${filters.type}`]),
    ...(filters.is_bot === undefined ? [] : [sql`is_bot = ${filters.is_bot}`]),
    ...(filters.campaign_recipient_id === undefined
      ? []
      : [sql`campaign_recipient_id = ${filters.campaign_recipient_id}`]),
    ...(cursor === undefined ? [] : [sql`id < ${decodeCursor(list, cursor).id}`]),
  ]
  return {
    page: sql<CampaignEvent>`
      select id, type, campaign_recipient_id, landing_page_id, occurred_at, received_at, visitor, device_class,
             referrer_host, is_bot, bot_class, properties
      from tracking.event where ${sql.join(conditions, ' and ')} order by id desc limit ${limit + 1}`,
    finish(rows) {
      const data = rows.slice(0, limit)
      const last = data.at(-1)
      return { data, next: rows.length > limit && last ? encodeCursor(list, { id: last.id }) : null }
    },
  }
}
