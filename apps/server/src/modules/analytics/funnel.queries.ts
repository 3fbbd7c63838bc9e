import type { Funnel } from '@lettershop/contracts'
import { type SqlFragment, sql } from '@lettershop/tenant-router'

/**
 * How far each piece came: one row a piece, joined from three index-only reads, so that every figure is a count of
 * rows that anybody can list. A piece is counted once at each step, however often it was scanned.
 */
export const reachOfPieces = (campaign: string): SqlFragment<unknown> => sql`
  piece as (
    select id, is_seed, postal_code, recipient_id from campaigns.campaign_recipient
    where tenant_id = platform.tenant_id() and campaign_id = ${campaign} and status <> 'skipped'
  ), seen as (
    select campaign_recipient_id as id, count(*) filter (where type = 'qr_scan') as scans,
           count(*) filter (where type = 'page_view') as visits
    from tracking.event
    where tenant_id = platform.tenant_id() and campaign_id = ${campaign} and type in ('qr_scan', 'page_view')
      and is_bot = false and campaign_recipient_id is not null
    group by campaign_recipient_id
  ), converted as (
    select distinct campaign_recipient_id as id from tracking.conversion
    where tenant_id = platform.tenant_id() and campaign_id = ${campaign} and campaign_recipient_id is not null
  ), reach as (
    select piece.*, coalesce(seen.scans, 0) as scans, coalesce(seen.visits, 0) as visits, converted.id is not null as converted
    from piece left join seen on seen.id = piece.id left join converted on converted.id = piece.id
  )`

/** The funnel of a campaign, or no row when there is no such campaign. */
export function selectFunnel(campaign: string): SqlFragment<Funnel> {
  return sql<Funnel>`
    with ${reachOfPieces(campaign)}, counted as (
      -- What belongs to no piece that counts (a seed, a skipped person) is left out; the campaign as a whole is not.
      select c.currency, c.value from tracking.conversion c
      left join piece p on p.id = c.campaign_recipient_id
      where c.tenant_id = platform.tenant_id() and c.campaign_id = ${campaign}
        and (c.campaign_recipient_id is null or p.is_seed = false)
    )
    select campaign.id as campaign_id, steps.*,
      (select count(*) from counted) as conversions,
      (select coalesce(jsonb_agg(jsonb_build_object('currency', currency, 'value', value) order by currency), '[]')
       from (select currency, sum(value)::bigint as value from counted where currency is not null group by currency) by_currency
      ) as value,
      (select count(*) from tracking.event e
       where e.tenant_id = platform.tenant_id() and e.campaign_id = ${campaign} and e.is_bot
         and e.type in ('qr_scan', 'page_view', 'button_click', 'form_view', 'form_start')) as bots,
      (select coalesce(sum((e.properties ->> 'count')::bigint), 0)::bigint from tracking.event e
       where e.tenant_id = platform.tenant_id() and e.campaign_id is null and e.type = 'qr_scan' and e.is_bot
         and e.bot_class = 'lost' and e.occurred_at >= campaign.created_at) as lost
    from campaigns.campaign campaign
    cross join (
      select count(*) filter (where not is_seed) as pieces,
        count(*) filter (where not is_seed and scans > 0) as scanned,
        count(*) filter (where not is_seed and visits > 0) as visited,
        count(*) filter (where not is_seed and converted) as converted,
        coalesce(sum(scans) filter (where not is_seed), 0)::bigint as scans,
        coalesce(sum(visits) filter (where not is_seed), 0)::bigint as visits,
        jsonb_build_object('pieces', count(*) filter (where is_seed),
          'scanned', count(*) filter (where is_seed and scans > 0),
          'visited', count(*) filter (where is_seed and visits > 0),
          'converted', count(*) filter (where is_seed and converted)) as seeds
      from reach
    ) steps
    where campaign.tenant_id = platform.tenant_id() and campaign.id = ${campaign} and campaign.deleted_at is null`
}

export interface AreaRow {
  area: string | null
  pieces: number
  scanned: number
  visited: number
  converted: number
}

/**
 * The funnel by area of the recipients, the largest first.
 * @param by `zip3`: first three digits of a ZIP code, the sectional centre that a mailing is sorted by
 */
export function selectAreas(campaign: string, by: 'zip3' | 'state'): SqlFragment<AreaRow> {
  const area = by === 'zip3' ? sql`left(reach.postal_code, 3)` : sql`person.state`
  const join =
    by === 'zip3'
      ? sql``
      : sql`left join audience.recipient person
              on person.tenant_id = platform.tenant_id() and person.id = reach.recipient_id`
  return sql<AreaRow>`
    with ${reachOfPieces(campaign)}
    select nullif(${area}, '') as area, count(*) as pieces, count(*) filter (where scans > 0) as scanned,
           count(*) filter (where visits > 0) as visited, count(*) filter (where converted) as converted
    from reach ${join}
    where not reach.is_seed
    group by 1 order by pieces desc, area nulls last`
}

export interface DayRow {
  day: string
  scanned: number
  visited: number
  converted: number
  scans: number
  visits: number
}

/** What happened on each day, in the organization's time zone; days without anything are left out. */
export function selectTimeline(campaign: string, timeZone: string): SqlFragment<DayRow> {
  return sql<DayRow>`
    with seed as (
      select id from campaigns.campaign_recipient
      where tenant_id = platform.tenant_id() and campaign_id = ${campaign} and is_seed
    ), happened as (
      select (occurred_at at time zone ${timeZone})::date as day, type, campaign_recipient_id as piece
      from tracking.event
      where tenant_id = platform.tenant_id() and campaign_id = ${campaign} and type in ('qr_scan', 'page_view')
        and is_bot = false
      union all
      select (occurred_at at time zone ${timeZone})::date, 'conversion', campaign_recipient_id
      from tracking.conversion
      where tenant_id = platform.tenant_id() and campaign_id = ${campaign}
    )
    select day, count(distinct piece) filter (where type = 'qr_scan') as scanned,
           count(distinct piece) filter (where type = 'page_view') as visited,
           count(distinct piece) filter (where type = 'conversion') as converted,
           count(*) filter (where type = 'qr_scan') as scans, count(*) filter (where type = 'page_view') as visits
    from happened
    where piece is null or not exists (select from seed where seed.id = piece)
    group by day order by day`
}
