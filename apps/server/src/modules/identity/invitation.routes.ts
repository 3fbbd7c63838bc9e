import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { type Route, route } from '#platform/http/route.ts'
import type { Services } from '#platform/services.ts'
import {
  acceptInvitation,
  cancelInvitation,
  type InvitationRow,
  invite,
  listInvitations,
  openInvitation,
} from './invitation.actions.ts'
import { readInvitationToken } from './invitation-token.ts'
import { requirePerson } from './require-person.ts'
import { ById, Email, iso, listOf, RoleName, Time } from './shapes.ts'

const Invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  role: RoleName,
  status: z.string(),
  invited_by: z.string(),
  expires_at: Time,
  created_at: Time,
})

const Token = z.object({ token: z.string().min(40).max(120) })

const shown = (row: InvitationRow) => ({
  ...row,
  expires_at: iso(row.expires_at),
  created_at: iso(row.created_at),
})

function idOf(services: Services, token: string): string {
  const id = readInvitationToken(services.config, token)
  if (id === undefined) throw new AppError('not_found')
  return id
}

export const invitationRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orgs/{org}/invitations',
    operation: 'listInvitations',
    tag: 'members',
    summary: 'Open invitations',
    access: { resource: 'invitation', action: 'read' },
    answers: { 200: listOf(Invitation) },
    handle: async ctx => ({
      data: (await listInvitations(ctx.services, ctx.organization.id)).map(shown),
      next: null,
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/orgs/{org}/invitations',
    operation: 'createInvitation',
    tag: 'members',
    summary: 'Invite somebody by mail',
    access: { resource: 'invitation', action: 'create' },
    body: z.strictObject({ email: Email, role: RoleName }),
    budget: { limit: 60, seconds: 3600 },
    answers: { 201: Invitation },
    async handle(ctx) {
      requirePerson(ctx.actor)
      return ctx.reply(201, shown(await invite(ctx.services, ctx.organization, ctx.actor, ctx.body)))
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/orgs/{org}/invitations/{id}',
    operation: 'cancelInvitation',
    tag: 'members',
    summary: 'Withdraw an invitation',
    access: { resource: 'invitation', action: 'cancel' },
    params: ById,
    answers: {},
    handle: ctx => cancelInvitation(ctx.services, ctx.organization, ctx.actor, ctx.params.id),
  }),
  route({
    method: 'GET',
    path: '/v1/invitations/{token}',
    operation: 'getInvitation',
    tag: 'members',
    summary: 'What the link of an invitation offers',
    access: 'public',
    params: Token,
    budget: { limit: 60, seconds: 60 },
    answers: {
      200: z.object({ organization: z.string(), email: z.string(), role: RoleName, invited_by: z.string() }),
    },
    handle: ctx => openInvitation(ctx.services, idOf(ctx.services, ctx.params.token)),
  }),
  route({
    method: 'POST',
    path: '/v1/invitations/{token}/accept',
    operation: 'acceptInvitation',
    tag: 'members',
    summary: 'Become a member through an invitation',
    access: 'signed_in',
    params: Token,
    budget: { limit: 30, seconds: 60 },
    answers: { 200: z.object({ organization_id: z.uuid() }) },
    async handle(ctx) {
      const id = idOf(ctx.services, ctx.params.token)
      return {
        organization_id: await acceptInvitation(ctx.services, requirePerson(ctx.actor), id, ctx.requestId),
      }
    },
  }),
]
