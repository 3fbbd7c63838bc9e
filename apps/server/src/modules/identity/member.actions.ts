import { assignableRoles, type Role } from '@lettershop/contracts/permissions'
import { AppError } from '#platform/errors/app-error.ts'
import type { RequestActor, RequestOrganization } from '#platform/http/context.ts'
import type { Services } from '#platform/services.ts'
import { recordControl } from './control-audit.ts'
import { type AuthConnection, inTransaction } from './database.ts'

export interface MemberRow {
  readonly id: string
  readonly user_id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly two_factor_enabled: boolean
  readonly created_at: Date
}

const MEMBER = `select m.id, m.user_id, u.name, u.email, m.role, u.two_factor_enabled, m.created_at
  from identity.member m join identity.user u on u.id = m.user_id`

/** Members of an organization by name. */
export async function listMembers(services: Services, organizationId: string): Promise<MemberRow[]> {
  const { rows } = await services.authPool.query<MemberRow>(
    `${MEMBER} where m.organization_id = $1 order by lower(u.name), m.id limit 1000`,
    [organizationId],
  )
  return rows
}

/**
 * Gives a member another role. Keys that the member made and could not make any more are revoked with it: whoever
 * made a key still knows it.
 * @throws {AppError} `not_found`, `forbidden` for a role or a member above the actor, `last_owner`
 */
export async function changeRole(
  services: Services,
  organization: RequestOrganization,
  actor: RequestActor,
  memberId: string,
  role: Role,
): Promise<MemberRow> {
  return inTransaction(services.authPool, async tx => {
    const member = await lockMember(tx, organization.id, memberId)
    const own = await roleOf(tx, organization.id, actor)
    requireAuthority(own, member.role)
    requireAuthority(own, role)
    if (member.role === 'owner' && role !== 'owner') await requireAnotherOwner(tx, organization.id, memberId)
    await tx.query('update identity.member set role = $2 where id = $1', [memberId, role])
    await revokeKeysOf(tx, organization.id, member.user_id, assignableRoles(role))
    await recordControl(tx, {
      tenantId: organization.id,
      actor,
      action: 'member.update',
      resource: 'identity.member',
      resourceId: memberId,
      detail: { role: { from: member.role, to: role } },
    })
    return { ...member, role }
  })
}

/**
 * Takes a member out, with their teams and the keys that they made. Leaving oneself needs no authority.
 * @throws {AppError} `not_found`, `forbidden` for a member above the actor, `last_owner`
 */
export async function removeMember(
  services: Services,
  organization: RequestOrganization,
  actor: RequestActor,
  memberId: string,
): Promise<void> {
  await inTransaction(services.authPool, async tx => {
    const member = await lockMember(tx, organization.id, memberId)
    if (member.user_id !== actor.id) requireAuthority(await roleOf(tx, organization.id, actor), member.role)
    if (member.role === 'owner') await requireAnotherOwner(tx, organization.id, memberId)
    await leaveTeams(tx, organization.id, member.user_id)
    await tx.query('delete from identity.member where id = $1', [memberId])
    await revokeKeysOf(tx, organization.id, member.user_id, [])
    await recordControl(tx, {
      tenantId: organization.id,
      actor,
      action: member.user_id === actor.id ? 'member.leave' : 'member.delete',
      resource: 'identity.member',
      resourceId: memberId,
      detail: { user_id: member.user_id, role: member.role },
    })
  })
}

/** Id of a person's membership. @throws {AppError} `not_found` */
export async function membershipOf(
  services: Services,
  organizationId: string,
  userId: string,
): Promise<string> {
  const { rows } = await services.authPool.query<{ id: string }>(
    'select id from identity.member where organization_id = $1 and user_id = $2',
    [organizationId, userId],
  )
  if (!rows[0]) throw new AppError('not_found')
  return rows[0].id
}

/** Locks the organization before the member: of two owners who demote each other at once, the second one sees it. */
async function lockMember(tx: AuthConnection, organizationId: string, memberId: string): Promise<MemberRow> {
  await tx.query('select from identity.organization where id = $1 for no key update', [organizationId])
  const { rows } = await tx.query<MemberRow>(`${MEMBER} where m.organization_id = $1 and m.id = $2`, [
    organizationId,
    memberId,
  ])
  if (!rows[0]) throw new AppError('not_found')
  return rows[0]
}

/** The actor's role under the lock: since the request began somebody may have lowered it. */
async function roleOf(tx: AuthConnection, organizationId: string, actor: RequestActor): Promise<string> {
  const { rows } = await tx.query<{ role: string }>(
    'select role from identity.member where organization_id = $1 and user_id = $2',
    [organizationId, actor.id],
  )
  return rows[0]?.role ?? 'nobody'
}

function requireAuthority(own: string, role: Role): void {
  if (!assignableRoles(own).includes(role))
    throw new AppError('forbidden', { message: `Your role has no say over the role ${role}.` })
}

async function requireAnotherOwner(
  tx: AuthConnection,
  organizationId: string,
  memberId: string,
): Promise<void> {
  const { rows } = await tx.query(
    `select from identity.member where organization_id = $1 and role = 'owner' and id <> $2 limit 1`,
    [organizationId, memberId],
  )
  if (rows.length === 0) throw new AppError('last_owner')
}

async function revokeKeysOf(
  tx: AuthConnection,
  organizationId: string,
  userId: string,
  keep: readonly Role[],
): Promise<void> {
  await tx.query(
    `delete from identity.apikey where reference_id = $1
     and metadata::jsonb ->> 'created_by' = $2 and metadata::jsonb ->> 'role' <> all ($3::text[])`,
    [organizationId, userId, [...keep]],
  )
}

async function leaveTeams(tx: AuthConnection, organizationId: string, userId: string): Promise<void> {
  await tx.query(
    `with gone as (
       delete from identity.team_member tm using identity.team t
       where t.id = tm.team_id and t.organization_id = $1 and tm.user_id = $2 returning tm.team_id
     )
     update identity.team set member_count = member_count - 1 where id in (select team_id from gone)`,
    [organizationId, userId],
  )
}
