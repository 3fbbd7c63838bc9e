import { z } from 'zod'
import { type Route, route } from '#platform/http/route.ts'
import { ById, iso, listOf, Name, Time } from './shapes.ts'
import { createTeam, deleteTeam, listTeams, type TeamRow, updateTeam } from './team.actions.ts'

const MemberIds = z.array(z.uuid()).max(1000)
const Team = z.object({ id: z.uuid(), name: z.string(), member_ids: MemberIds, created_at: Time })

const shown = (row: TeamRow) => ({ ...row, member_ids: [...row.member_ids], created_at: iso(row.created_at) })

export const teamRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orgs/{org}/teams',
    operation: 'listTeams',
    tag: 'members',
    summary: 'Teams of the organization',
    access: { resource: 'team', action: 'read' },
    answers: { 200: listOf(Team) },
    handle: async ctx => ({
      data: (await listTeams(ctx.services, ctx.organization.id)).map(shown),
      next: null,
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/orgs/{org}/teams',
    operation: 'createTeam',
    tag: 'members',
    summary: 'Make a team',
    access: { resource: 'team', action: 'create' },
    body: z.strictObject({ name: Name, member_ids: MemberIds.optional() }),
    answers: { 201: Team },
    handle: async ctx =>
      ctx.reply(201, shown(await createTeam(ctx.services, ctx.organization, ctx.actor, ctx.body))),
  }),
  route({
    method: 'PATCH',
    path: '/v1/orgs/{org}/teams/{id}',
    operation: 'updateTeam',
    tag: 'members',
    summary: 'Rename a team, or say anew who is in it',
    access: { resource: 'team', action: 'update' },
    params: ById,
    body: z.strictObject({ name: Name.optional(), member_ids: MemberIds.optional() }),
    answers: { 200: Team },
    handle: async ctx =>
      shown(await updateTeam(ctx.services, ctx.organization, ctx.actor, ctx.params.id, ctx.body)),
  }),
  route({
    method: 'DELETE',
    path: '/v1/orgs/{org}/teams/{id}',
    operation: 'deleteTeam',
    tag: 'members',
    summary: 'Dissolve a team; its members stay in the organization',
    access: { resource: 'team', action: 'delete' },
    params: ById,
    answers: {},
    handle: ctx => deleteTeam(ctx.services, ctx.organization, ctx.actor, ctx.params.id),
  }),
]
