import { assignableRoles, type Role } from '@lettershop/contracts/permissions'
import { AppError } from '#platform/errors/app-error.ts'
import type { RequestActor, RequestOrganization } from '#platform/http/context.ts'
import type { Services } from '#platform/services.ts'
import { recordControl } from './control-audit.ts'
import { inTransaction } from './database.ts'
import { invitationToken } from './invitation-token.ts'
import { invitationMail } from './sign-in-mail.ts'

export interface InvitationRow {
  readonly id: string
  readonly organization_id: string
  readonly email: string
  readonly role: Role
  readonly status: string
  readonly expires_at: Date
  readonly created_at: Date
  readonly invited_by: string
}

const COLUMNS = `i.id, i.organization_id, i.email, i.role, i.status, i.expires_at, i.created_at,
  (select u.name from identity.user u where u.id = i.inviter_id) as invited_by`

/** Open invitations of an organization, newest first. */
export async function listInvitations(services: Services, organizationId: string): Promise<InvitationRow[]> {
  const { rows } = await services.authPool.query<InvitationRow>(
    `select ${COLUMNS} from identity.invitation i
     where i.organization_id = $1 and i.status = 'pending' order by i.id desc limit 1000`,
    [organizationId],
  )
  return rows
}

/** @throws {AppError} `link_expired` for an invitation that was answered, withdrawn or is too old */
export async function openInvitation(
  services: Services,
  id: string,
): Promise<InvitationRow & { organization: string }> {
  const { rows } = await services.authPool.query<InvitationRow & { organization: string }>(
    `select ${COLUMNS}, o.name as organization from identity.invitation i
     join identity.organization o on o.id = i.organization_id
     where i.id = $1 and i.status = 'pending' and i.expires_at > now()`,
    [id],
  )
  if (!rows[0]) throw new AppError('link_expired')
  return rows[0]
}

/**
 * Invites an address; an earlier open invitation of the same address is withdrawn. The mail goes out after the
 * commit; where it cannot be handed over, the invitation is withdrawn too.
 * @throws {AppError} `forbidden` for a role that the inviter may not give, `already_exists` for a member
 */
export async function invite(
  services: Services,
  organization: RequestOrganization,
  inviter: RequestActor,
  wish: { readonly email: string; readonly role: Role },
): Promise<InvitationRow> {
  if (!assignableRoles(inviter.role).includes(wish.role))
    throw new AppError('forbidden', {
      message: `Your role does not allow to invite somebody as ${wish.role}.`,
    })
  const row = await inTransaction(services.authPool, async tx => {
    const { rows: members } = await tx.query(
      `select from identity.member m join identity.user u on u.id = m.user_id
       where m.organization_id = $1 and u.email = $2`,
      [organization.id, wish.email],
    )
    if (members.length > 0)
      throw new AppError('already_exists', { message: 'This person is a member already.' })
    await tx.query(
      `update identity.invitation set status = 'canceled' where organization_id = $1 and email = $2 and status = 'pending'`,
      [organization.id, wish.email],
    )
    const { rows } = await tx.query<InvitationRow>(
      `insert into identity.invitation as i (organization_id, email, role, expires_at, inviter_id)
       values ($1, $2, $3, now() + interval '7 days', $4) returning ${COLUMNS}`,
      [organization.id, wish.email, wish.role, inviter.id],
    )
    const made = rows[0]
    if (!made) throw new Error('insert returned no row')
    await recordControl(tx, {
      tenantId: organization.id,
      actor: inviter,
      action: 'invitation.create',
      resource: 'identity.invitation',
      resourceId: made.id,
      detail: { role: wish.role },
    })
    return made
  })
  const url = `${services.config.publicUrl}/invitation/${invitationToken(services.config, row.id)}`
  try {
    await services.mailer.send(invitationMail(row.email, organization.name, row.invited_by, row.role, url))
  } catch (error) {
    await services.authPool.query(`update identity.invitation set status = 'canceled' where id = $1`, [
      row.id,
    ])
    throw new AppError('unavailable', {
      message: 'The mail could not be sent; nobody was invited.',
      cause: error,
    })
  }
  return row
}

/** @throws {AppError} `not_found` when there is no such open invitation in the organization */
export async function cancelInvitation(
  services: Services,
  organization: RequestOrganization,
  actor: RequestActor,
  id: string,
): Promise<void> {
  await inTransaction(services.authPool, async tx => {
    const { rowCount } = await tx.query(
      `update identity.invitation set status = 'canceled' where id = $1 and organization_id = $2 and status = 'pending'`,
      [id, organization.id],
    )
    if (rowCount !== 1) throw new AppError('not_found')
    await recordControl(tx, {
      tenantId: organization.id,
      actor,
      action: 'invitation.cancel',
      resource: 'identity.invitation',
      resourceId: id,
    })
  })
}

/**
 * Makes the person a member. Once only; only for the invited address, and only when it is confirmed (AUT-8).
 * @throws {AppError} `link_expired`, `invitation_not_for_you`, `email_not_verified`
 */
export async function acceptInvitation(
  services: Services,
  userId: string,
  id: string,
  requestId: string,
): Promise<string> {
  return inTransaction(services.authPool, async tx => {
    const { rows } = await tx.query<{
      organization_id: string
      role: Role
      invited: string
      email: string
      verified: boolean
    }>(
      `select i.organization_id, i.role, i.email as invited, u.email, u.email_verified as verified
       from identity.invitation i cross join identity.user u
       where i.id = $1 and u.id = $2 and i.status = 'pending' and i.expires_at > now() for update of i`,
      [id, userId],
    )
    const found = rows[0]
    if (!found) throw new AppError('link_expired')
    if (found.invited !== found.email) throw new AppError('invitation_not_for_you')
    if (!found.verified) throw new AppError('email_not_verified')
    await tx.query(`update identity.invitation set status = 'accepted' where id = $1`, [id])
    await tx.query(
      `insert into identity.member (organization_id, user_id, role) values ($1, $2, $3)
       on conflict (organization_id, user_id) do nothing`,
      [found.organization_id, userId, found.role],
    )
    await recordControl(tx, {
      tenantId: found.organization_id,
      actor: { id: userId, kind: 'user', requestId },
      action: 'invitation.accept',
      resource: 'identity.invitation',
      resourceId: id,
      detail: { role: found.role },
    })
    return found.organization_id
  })
}
