import type { CampaignStatus, VariableMapping } from '@lettershop/contracts'
import { type SqlFragment, sql } from '@lettershop/tenant-router'
import type { FrozenAssets } from '#modules/design/index.ts'

/** A campaign as the actions need it. */
export interface CampaignRow {
  readonly id: string
  readonly name: string
  readonly status: CampaignStatus
  readonly row_version: number
  readonly template_id: string
  readonly template_version: number
  readonly recipient_list_id: string
  readonly variable_mappings: VariableMapping
  readonly link_method: 'short' | 'signed' | 'sealed'
  readonly offer_code: string | null
  readonly approved_at: string | null
}

const columns = sql`id, name, status, row_version, template_id, template_version, recipient_list_id, variable_mappings,
  link_method, offer_code, approved_at`

export function selectCampaign(id: string): SqlFragment<CampaignRow> {
  return sql<CampaignRow>`
    select ${columns} from campaigns.campaign
    where tenant_id = platform.tenant_id() and id = ${id} and deleted_at is null`
}

export function lockCampaign(id: string): SqlFragment<CampaignRow> {
  return sql<CampaignRow>`${selectCampaign(id)} for update`
}

/** What was frozen when generation began; no row for a campaign that was never generated. */
export interface Frozen {
  readonly campaign_id: string
  readonly engine_version: string
  readonly design_snapshot: Record<string, unknown>
  readonly variable_mappings_snapshot: VariableMapping
  readonly assets_snapshot: FrozenAssets
}

export function selectFrozen(id: string): SqlFragment<Frozen> {
  return sql<Frozen>`
    select id as campaign_id, engine_version, design_snapshot, variable_mappings_snapshot, assets_snapshot
    from campaigns.campaign
    where tenant_id = platform.tenant_id() and id = ${id} and deleted_at is null and design_snapshot is not null`
}

/** A template and a list, as far as a campaign rests on them. */
export interface Ingredients {
  readonly template_name: string | null
  readonly template_version: number | null
  readonly list_name: string | null
  readonly list_status: string | null
}

/** @param version of the template; the current one where absent */
export function selectIngredients(
  templateId: string,
  version: number | null,
  listId: string,
): SqlFragment<Ingredients> {
  return sql<Ingredients>`
    select t.name as template_name, v.version as template_version, l.name as list_name, l.status as list_status
    from (select 1) one
    left join design.template t
      on t.tenant_id = platform.tenant_id() and t.id = ${templateId} and t.deleted_at is null
    left join design.template_version v
      on v.tenant_id = t.tenant_id and v.template_id = t.id and v.version = coalesce(${version}::integer, t.current_version)
    left join audience.recipient_list l
      on l.tenant_id = platform.tenant_id() and l.id = ${listId} and l.deleted_at is null`
}

/** Names of the list's own columns, of its first thousand people. */
export function selectListFields(listId: string): SqlFragment<{ name: string }> {
  return sql<{ name: string }>`
    select distinct jsonb_object_keys(fields) as name
    from (select fields from audience.recipient
          where tenant_id = platform.tenant_id() and list_id = ${listId} and deleted_at is null
          order by id limit 1000) people
    order by name`
}

export function insertStatusChange(
  campaignId: string,
  from: CampaignStatus | null,
  to: CampaignStatus,
  reason: string | null,
): SqlFragment<unknown> {
  return sql`
    insert into campaigns.campaign_status_change (campaign_id, from_status, to_status, reason, actor_id)
    values (${campaignId}, ${from}, ${to}, ${reason}, platform.actor_id())`
}
