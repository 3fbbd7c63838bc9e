import { json, type SqlFragment, sql } from '@lettershop/tenant-router'

/** Something that happened in an organization, for subscribers: jobs, webhooks, notifications. */
export interface NewEvent {
  /** `campaign.approved`: what, then what happened to it. */
  readonly type: string
  /** Table that it is about, as `campaigns.campaign`. */
  readonly resource: string
  readonly id?: string | null
  /** Snapshot for receivers: what they need without asking back. */
  readonly data?: Readonly<Record<string, unknown>>
}

/** The statement that leaves an event in the outbox; a trigger there wakes the relay when the transaction commits. */
export function outboxInsert(event: NewEvent): SqlFragment<unknown> {
  return sql`
    insert into platform.outbox (type, resource, resource_id, data, actor_id, request_id)
    values (${event.type}, ${event.resource}, ${event.id ?? null}, ${json(event.data ?? {})},
            platform.actor_id(), platform.request_id())`.named('platform.outbox.insert')
}
