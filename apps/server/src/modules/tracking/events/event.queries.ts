import { json, type SqlFragment, sql } from '@lettershop/tenant-router'
import type { TrackedEvent } from './event.ts'

/**
 * Stores events; one that is there already stays as it is, which is what makes the spool exactly-once. JSON carries
 * the rows because the driver knows no array of records.
 */
export function insertEvents(events: readonly TrackedEvent[]): SqlFragment<unknown> {
  return sql`
    insert into tracking.event (tenant_id, id, type, campaign_id, campaign_recipient_id, landing_page_id,
      occurred_at, visitor, device_class, referrer_host, is_bot, bot_class, properties)
    select platform.tenant_id(), id, type, campaign_id, campaign_recipient_id, landing_page_id,
      occurred_at, visitor, device_class, referrer_host, is_bot, bot_class, properties
    from jsonb_to_recordset(${json(events)}::jsonb) as e (id uuid, type text, campaign_id uuid,
      campaign_recipient_id uuid, landing_page_id uuid, occurred_at timestamptz, visitor text, device_class text,
      referrer_host text, is_bot boolean, bot_class text, properties jsonb)
    on conflict (tenant_id, id) do nothing`.named('tracking.event.insert')
}
