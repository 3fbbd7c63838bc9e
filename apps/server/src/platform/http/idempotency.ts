import { createHash } from 'node:crypto'
import { json, type SqlFragment, sql, type TenantTx } from '@lettershop/tenant-router'
import { AppError } from '../errors/app-error.ts'
import type { Reply, RouteContext } from './context.ts'

interface Claim {
  id: string
  /** Null when this request made the claim, else what the earlier one left. */
  request_sha256: string
  effect_committed_at: string | null
  status: number | null
  response: unknown
  mine: boolean
}

/** After this long a claim without effect and answer belongs to a process that died; the next try may take it over. */
const STALE_SECONDS = 60

/**
 * Runs a POST once for its Idempotency-Key.
 *
 * The key is claimed first. Every transaction of the work then marks the claim, so effect and mark commit together:
 * a retry after a crash knows whether the effect is there. The answer is kept for 24 hours and given again; the
 * same key with another body is a 409; a request that was refused frees its key.
 * @param bytes what the request was: method, path and body
 * @param work gets the statement that each of its transactions must run before it commits
 */
export async function once(
  ctx: RouteContext,
  bytes: string,
  work: (mark?: SqlFragment<unknown>) => Promise<Reply>,
): Promise<Reply> {
  const key = ctx.header('idempotency-key')
  const actorId = ctx.actor.id
  if (key === undefined || actorId === null) return work()
  if (key.length === 0 || key.length > 255)
    throw new AppError('validation_failed', { message: 'Idempotency-Key must have 1 to 255 characters.' })
  const hash = createHash('sha256').update(bytes).digest('hex')
  const claim = await ctx.withTenant(tx => takeClaim(tx, actorId, key, hash))
  return claim.mine ? finish(ctx, claim.id, work) : replay(ctx, claim, hash)
}

async function takeClaim(tx: TenantTx, actorId: string, key: string, hash: string): Promise<Claim> {
  const taken = await tx.maybeRow<Claim>(sql`
    insert into platform.idempotency_key as held (actor_id, key, request_sha256) values (${actorId}, ${key}, ${hash})
    on conflict (tenant_id, actor_id, key) do update
      set id = platform.uuid_v7(), request_sha256 = excluded.request_sha256, effect_committed_at = null,
          status = null, response = null, created_at = now()
      where held.created_at < now() - interval '24 hours'
         or (held.status is null and held.effect_committed_at is null
             and held.created_at < now() - make_interval(secs => ${STALE_SECONDS}))
    returning id, request_sha256, effect_committed_at, status, response, true as mine`)
  return (
    taken ??
    tx.row<Claim>(sql`
      select id, request_sha256, effect_committed_at, status, response, false as mine from platform.idempotency_key
      where tenant_id = platform.tenant_id() and actor_id = ${actorId} and key = ${key}`)
  )
}

function replay(ctx: RouteContext, claim: Claim, hash: string): Reply {
  if (claim.request_sha256 !== hash) throw new AppError('idempotency_key_reused')
  if (claim.status !== null)
    return ctx.reply(claim.status, claim.response ?? undefined, { 'idempotency-replayed': 'true' })
  if (claim.effect_committed_at !== null) throw new AppError('idempotency_answer_lost')
  throw new AppError('idempotency_in_progress', { retryAfterSeconds: 1 })
}

async function finish(
  ctx: RouteContext,
  claimId: string,
  work: (mark: SqlFragment<unknown>) => Promise<Reply>,
): Promise<Reply> {
  const mine = sql`tenant_id = platform.tenant_id() and id = ${claimId}`
  try {
    const answer = await work(
      sql`update platform.idempotency_key set effect_committed_at = now() where ${mine}`,
    )
    const body = json(answer.body ?? null)
    await ctx.run(
      sql`update platform.idempotency_key set status = ${answer.status}, response = ${body} where ${mine}`,
    )
    return answer
  } catch (error) {
    await ctx.run(
      sql`delete from platform.idempotency_key where ${mine} and effect_committed_at is null and status is null`,
    )
    throw error
  }
}
