import { suppression } from '@lettershop/contracts'
import { type SqlFragment, sql } from '@lettershop/tenant-router'
import { columnsOf } from '#platform/resources/statements.ts'
import type { SuppressionKind } from './hash.ts'

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

/** Kinds of which there is any suppression: values of the others need no hashing, which is most of a check's time. */
export const suppressedKinds: SqlFragment<{ kind: SuppressionKind }> = sql<{ kind: SuppressionKind }>`
  select kind from unnest('{email,phone,address}'::text[]) as kind
  where exists (select from audience.suppression s where s.tenant_id = platform.tenant_id() and s.kind = kind.kind)`

/** Adds a suppression; nothing comes back when it is there already. */
export function insertSuppression(one: {
  kind: SuppressionKind
  hash: string
  reason: string
  source: string | undefined
}): SqlFragment<{ id: string }> {
  return sql<{ id: string }>`
    insert into audience.suppression (kind, value_hash, reason, source, created_by)
    values (${one.kind}, ${one.hash}, ${one.reason}, ${one.source ?? 'manual'}, platform.actor_id())
    on conflict (tenant_id, kind, value_hash) do nothing returning id`
}

const shown = columnsOf(suppression)

/** A suppression by any of the hashes that its value has. */
export function suppressionByHash(hashes: readonly string[]): SqlFragment<Record<string, unknown>> {
  return sql`select ${shown} from audience.suppression
    where tenant_id = platform.tenant_id() and value_hash = any(${hashes}::text[]) order by id limit 1`
}

export function hashOfSuppression(id: string): SqlFragment<{ value_hash: string; kind: SuppressionKind }> {
  return sql<{ value_hash: string; kind: SuppressionKind }>`
    select value_hash, kind from audience.suppression where tenant_id = platform.tenant_id() and id = ${id}`
}

/** What is needed of a recipient to compute the values by which it can be suppressed. */
export interface Candidate {
  id: string
  email_norm: string | null
  phone_norm: string | null
  address_line1: string | null
  postal_code: string | null
  country: string
}

/** Recipients after `afterId` for which a condition holds, in pages. */
export function candidates(
  condition: SqlFragment<unknown>,
  afterId: string,
  most: number,
): SqlFragment<Candidate> {
  return sql<Candidate>`
    select id, email_norm, phone_norm, address_line1, postal_code, country from audience.recipient
    where tenant_id = platform.tenant_id() and id > ${afterId} and deleted_at is null and ${condition}
    order by id limit ${most}`
}

/** Marks recipients, or takes the mark off (reason null). */
export function markRecipients(ids: readonly string[], reason: string | null): SqlFragment<unknown> {
  return sql`
    update audience.recipient
    set suppression_reason = ${reason}, suppressed_at = case when ${reason}::text is not null then coalesce(suppressed_at, now()) end
    where tenant_id = platform.tenant_id() and id = any(${ids}::uuid[])`
}
