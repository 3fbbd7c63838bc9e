import { type SqlFragment, sql } from '@lettershop/tenant-router'

/** Recipients of lists that are there. A deleted list keeps its rows for campaigns that were made from it. */
export const onLiveLists: SqlFragment<unknown> = sql`list_id in (
  select id from audience.recipient_list where tenant_id = platform.tenant_id() and deleted_at is null)`

/** Counts recipients that were added to a list, or taken off it (negative). Finds nothing where the list does not take any. */
export function countRecipients(listId: string, more: number): SqlFragment<{ id: string }> {
  return sql<{ id: string }>`
    update audience.recipient_list set recipient_count = greatest(0, recipient_count + ${more})
    where tenant_id = platform.tenant_id() and id = ${listId} and deleted_at is null and status = 'ready'
    returning id`
}
