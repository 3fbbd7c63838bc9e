import { z } from 'zod'
import { type Route, route } from '#platform/http/route.ts'
import { changeRole, listMembers, type MemberRow, membershipOf, removeMember } from './member.actions.ts'
import { requirePerson } from './require-person.ts'
import { ById, iso, listOf, RoleName, Time } from './shapes.ts'

const Member = z.object({
  id: z.uuid(),
  user_id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: RoleName,
  two_factor_enabled: z.boolean(),
  created_at: Time,
})

const shown = (row: MemberRow) => ({ ...row, created_at: iso(row.created_at) })

export const memberRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orgs/{org}/members',
    operation: 'listMembers',
    tag: 'members',
    summary: 'Members of the organization',
    access: { resource: 'member', action: 'read' },
    answers: { 200: listOf(Member) },
    handle: async ctx => ({
      data: (await listMembers(ctx.services, ctx.organization.id)).map(shown),
      next: null,
    }),
  }),
  route({
    method: 'PATCH',
    path: '/v1/orgs/{org}/members/{id}',
    operation: 'updateMember',
    tag: 'members',
    summary: 'Give a member another role',
    access: { resource: 'member', action: 'update' },
    params: ById,
    body: z.strictObject({ role: RoleName }),
    answers: { 200: Member },
    async handle(ctx) {
      requirePerson(ctx.actor)
      return shown(await changeRole(ctx.services, ctx.organization, ctx.actor, ctx.params.id, ctx.body.role))
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/orgs/{org}/members/{id}',
    operation: 'removeMember',
    tag: 'members',
    summary: 'Take a member out of the organization',
    access: { resource: 'member', action: 'delete' },
    params: ById,
    answers: {},
    async handle(ctx) {
      requirePerson(ctx.actor)
      await removeMember(ctx.services, ctx.organization, ctx.actor, ctx.params.id)
    },
  }),
  route({
    method: 'POST',
    path: '/v1/orgs/{org}/leave',
    operation: 'leaveOrganization',
    tag: 'members',
    summary: 'Leave the organization',
    access: { resource: 'organization', action: 'read' },
    answers: {},
    async handle(ctx) {
      const userId = requirePerson(ctx.actor)
      const membership = await membershipOf(ctx.services, ctx.organization.id, userId)
      await removeMember(ctx.services, ctx.organization, ctx.actor, membership)
    },
  }),
]
