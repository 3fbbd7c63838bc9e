import { type SqlFragment, sql } from '@lettershop/tenant-router'

/**
 * An import reads the suppressions and then writes people; a new suppression marks the people that are there. Run
 * side by side each would miss the other's. So batches share this lock, and a new suppression takes it alone. To be
 * sent before the statement that reads: a lock taken inside it would come after its snapshot.
 */
export const shareSuppressions: SqlFragment<unknown> = sql`
  select pg_advisory_xact_lock_shared(hashtextextended('audience.suppression ' || platform.tenant_id(), 0))`

export const changeSuppressions: SqlFragment<unknown> = sql`
  select pg_advisory_xact_lock(hashtextextended('audience.suppression ' || platform.tenant_id(), 0))`

/** Which of these hashes are suppressed, and why. */
export function suppressedAmong(
  hashes: readonly string[],
): SqlFragment<{ value_hash: string; reason: string }> {
  return sql<{ value_hash: string; reason: string }>`
    select value_hash, reason from audience.suppression
    where tenant_id = platform.tenant_id() and value_hash = any(${hashes}::text[])`.named(
    'audience.suppression.among',
  )
}

export const anySuppression: SqlFragment<{ any: boolean }> = sql<{ any: boolean }>`
  select exists (select from audience.suppression where tenant_id = platform.tenant_id()) as any`
