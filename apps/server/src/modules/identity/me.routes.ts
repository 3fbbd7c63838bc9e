import { permissionsOf } from '@lettershop/contracts/permissions'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { type Route, route } from '#platform/http/route.ts'
import type { Services } from '#platform/services.ts'
import { authHeaders, passCookies } from './auth.routes.ts'
import { authOf } from './auth-of.ts'
import { requirePerson } from './require-person.ts'
import { RoleName } from './shapes.ts'

const Me = z.object({
  user: z.object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    email_verified: z.boolean(),
    two_factor_enabled: z.boolean(),
    is_operator: z.boolean(),
  }),
  organizations: z.array(
    z.object({
      id: z.uuid(),
      slug: z.string(),
      name: z.string(),
      mode: z.enum(['live', 'test']),
      role: RoleName,
      permissions: z.array(z.string()),
    }),
  ),
})

type UserRow = z.output<typeof Me>['user']
type MembershipRow = Omit<z.output<typeof Me>['organizations'][number], 'permissions'>

async function readMe({ authPool }: Services, userId: string) {
  const [users, memberships] = await Promise.all([
    authPool.query<UserRow>(
      `select u.id, u.name, u.email, u.email_verified, u.two_factor_enabled,
              exists (select from operator.operator p where p.user_id = u.id) as is_operator
       from identity.user u where u.id = $1`,
      [userId],
    ),
    authPool.query<MembershipRow>(
      `select o.id, o.slug, o.name, o.mode, m.role
       from identity.member m join identity.organization o on o.id = m.organization_id
       where m.user_id = $1 and o.ready_at is not null order by lower(o.name), o.id`,
      [userId],
    ),
  ])
  const user = users.rows[0]
  if (!user) throw new AppError('unauthenticated')
  return {
    user,
    organizations: memberships.rows.map(row => ({ ...row, permissions: permissionsOf(row.role) })),
  }
}

export const meRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/me',
    operation: 'getMe',
    tag: 'me',
    summary: 'Who is signed in, and their organizations',
    access: 'signed_in',
    answers: { 200: Me },
    async handle(ctx) {
      // The web app asks this when it opens, so this is where a session that is in use is prolonged.
      const { headers } = await authOf(ctx.services).api.getSession({
        headers: authHeaders(ctx.services, ctx.raw),
        returnHeaders: true,
      })
      passCookies(headers, ctx.rawReply)
      return readMe(ctx.services, requirePerson(ctx.actor))
    },
  }),
]
