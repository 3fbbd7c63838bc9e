import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import type { RouteContext } from '#platform/http/context.ts'
import { type Route, route } from '#platform/http/route.ts'
import { readSessionToken, sessionCookieName } from './session-cookie.ts'
import { authSettings } from './settings.ts'
import { iso, listOf, Time } from './shapes.ts'

const Session = z.object({
  id: z.uuid(),
  current: z.boolean(),
  network: z.string().nullable().describe('Truncated: /24 of IPv4, /48 of IPv6'),
  user_agent: z.string().nullable(),
  created_at: Time,
  expires_at: Time,
})

type SessionRow = Omit<z.output<typeof Session>, 'created_at' | 'expires_at'> & {
  created_at: Date
  expires_at: Date
}

function currentToken(ctx: RouteContext<unknown, unknown, unknown>): string {
  const { secret, secureCookies } = authSettings(ctx.services.config)
  return readSessionToken(ctx.header('cookie'), sessionCookieName(secureCookies), secret) ?? ''
}

export const sessionRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/me/sessions',
    operation: 'listSessions',
    tag: 'me',
    summary: 'Where you are signed in',
    access: 'signed_in',
    answers: { 200: listOf(Session) },
    async handle(ctx) {
      const { rows } = await ctx.services.authPool.query<SessionRow>(
        `select id, token = $2 as current, nullif(ip_address, '') as network, nullif(user_agent, '') as user_agent,
                created_at, expires_at
         from identity.session where user_id = $1 and expires_at > now() order by created_at desc limit 200`,
        [ctx.actor.id, currentToken(ctx)],
      )
      return {
        data: rows.map(row => ({ ...row, created_at: iso(row.created_at), expires_at: iso(row.expires_at) })),
        next: null,
      }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/me/sessions/{id}',
    operation: 'endSession',
    tag: 'me',
    summary: 'Sign out somewhere else',
    access: 'signed_in',
    params: z.object({ id: z.uuid() }),
    answers: {},
    async handle(ctx) {
      const { rowCount } = await ctx.services.authPool.query(
        'delete from identity.session where id = $1 and user_id = $2',
        [ctx.params.id, ctx.actor.id],
      )
      if (rowCount !== 1) throw new AppError('not_found')
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/me/sessions',
    operation: 'endOtherSessions',
    tag: 'me',
    summary: 'Sign out everywhere else',
    access: 'signed_in',
    answers: {},
    async handle(ctx) {
      await ctx.services.authPool.query('delete from identity.session where user_id = $1 and token <> $2', [
        ctx.actor.id,
        currentToken(ctx),
      ])
    },
  }),
]
