import { json, type SqlFragment, sql, type TenantTx } from '@lettershop/tenant-router'
import { type NewEvent, outboxInsert } from './outbox-event.ts'

/** A business change, for the audit trail and, where others care, for subscribers. */
export interface Change {
  /** `campaign.approve`: what was done, in the words of the permission table. */
  readonly action: string
  /** Table that was changed, as `campaigns.campaign`. */
  readonly resource: string
  readonly id?: string | null
  /** Field -> [before, after]. Personal values stay out; name the field with `null`s instead. */
  readonly changes?: Readonly<Record<string, readonly [before: unknown, after: unknown]>>
  /** Told to subscribers after the commit; resource and id are those of the change. */
  readonly event?: Pick<NewEvent, 'type' | 'data'>
}

/**
 * Writes the audit entry and the event of a change in the transaction of the change, in one flight: neither can
 * exist without it. Actor and request come from the transaction's scope.
 */
export async function recordChange(tx: TenantTx, change: Change): Promise<void> {
  const statements = [auditInsert(change)]
  if (change.event)
    statements.push(outboxInsert({ ...change.event, resource: change.resource, id: change.id ?? null }))
  await tx.batch(statements)
}

/** Tells subscribers of something that is no change by a person: a scan, a job that ended. */
export async function emit(tx: TenantTx, event: NewEvent): Promise<void> {
  await tx.execute(outboxInsert(event))
}

function auditInsert({ action, resource, id, changes }: Change): SqlFragment<unknown> {
  return sql`
    insert into audit.entry (actor_id, actor_role, action, resource, resource_id, changes, request_id)
    values (platform.actor_id(), platform.actor_role(), ${action}, ${resource}, ${id ?? null},
            ${json(changes ?? {})}, platform.request_id())`.named('audit.entry.insert')
}
