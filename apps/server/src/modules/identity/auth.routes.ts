import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '#platform/errors/app-error.ts'
import { Reply } from '#platform/http/context.ts'
import { consume } from '#platform/http/rate-budget.ts'
import { type Route, route } from '#platform/http/route.ts'
import type { Services } from '#platform/services.ts'
import { accountKey } from './account-key.ts'
import { authError } from './auth-errors.ts'
import { authOf } from './auth-of.ts'
import { type AuthPath, authPaths } from './auth-paths.ts'
import { AUTH_BASE_PATH, NETWORK_HEADER } from './better-auth.ts'
import { truncatedAddress } from './network-address.ts'
import { isOwnOrigin } from './own-page.ts'
import { authSettings } from './settings.ts'

type Values = Readonly<Record<string, unknown>>

/** Headers of the client that better-auth gets to see; everything else, `X-Forwarded-*` above all, stays outside. */
const PASSED_ON = [
  'cookie',
  'origin',
  'referer',
  'user-agent',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
]

/**
 * The open paths of better-auth as routes of ours: bodies are checked by our schemas, rates are limited, every
 * refusal leaves in our shape of error.
 */
export const authRoutes: readonly Route[] = authPaths.map(one =>
  route({
    method: one.method,
    path: `${AUTH_BASE_PATH}${one.path}`,
    operation: one.operation,
    tag: 'sign in',
    summary: one.summary,
    access: 'public',
    ...(one.query ? { query: one.query } : {}),
    ...(one.body ? { body: one.body } : {}),
    maxBytes: 16_384,
    budget: one.perClient,
    answers: { 200: z.looseObject({}) },
    async handle({ services, raw, rawReply, query, body }) {
      const values = { ...query, ...body, ...one.always }
      const account = typeof values['email'] === 'string' ? accountKey(services, values['email']) : undefined
      if (account !== undefined) await limitAccount(services, one, account)
      const response = await authOf(services).handler(toFetchRequest(services, one, raw, values))
      passCookies(response.headers, rawReply)
      // ASVS 16.3.1. The account stands as its keyed hash: somebody may have typed a password into its field.
      if (response.status === 401 || response.status === 403)
        raw.log.warn({ path: one.path, network: truncatedAddress(raw.ip), account }, 'sign-in refused')
      return answer(response)
    },
  }),
)

async function limitAccount(services: Services, one: AuthPath, account: string): Promise<void> {
  if (!one.perAccount) return
  const { limit, seconds } = one.perAccount
  const left = await consume(services, `${one.operation}:account:${account}`, limit, seconds)
  if (!left.allowed) throw new AppError('rate_limited', { retryAfterSeconds: left.retry_after_seconds })
}

function toFetchRequest(services: Services, one: AuthPath, request: FastifyRequest, values: Values): Request {
  const url = new URL(`${services.config.publicUrl}${AUTH_BASE_PATH}${one.path}`)
  const headers = authHeaders(services, request)
  if (one.method === 'POST')
    return new Request(url, { method: 'POST', headers, body: JSON.stringify(values) })
  for (const [name, value] of Object.entries(values)) url.searchParams.set(name, String(value))
  return new Request(url, { headers })
}

/**
 * The headers of a request as better-auth may see them: the truncated address is ours, and a page of ours has our
 * origin, whatever name of this machine it was opened under.
 */
export function authHeaders(services: Services, request: FastifyRequest): Headers {
  const headers = new Headers({
    'content-type': 'application/json',
    [NETWORK_HEADER]: truncatedAddress(request.ip),
  })
  for (const name of PASSED_ON) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  const settings = authSettings(services.config)
  if (isOwnOrigin(settings, request)) headers.set('origin', new URL(settings.publicUrl).origin)
  return headers
}

async function answer(response: Response): Promise<Reply> {
  const body: unknown = await response.json().catch(() => null)
  if (response.status >= 400) throw authError(response.status, body)
  const location = response.headers.get('location')
  return new Reply({
    status: response.status,
    headers: { 'cache-control': 'no-store', ...(location === null ? {} : { location }) },
    sender: reply => reply.send(location === null ? withoutToken(body) : undefined),
  })
}

/** Copies Set-Cookie one by one; joined into one header they could not be taken apart again. */
export function passCookies(headers: Headers, reply: FastifyReply): void {
  for (const cookie of headers.getSetCookie()) reply.header('set-cookie', cookie)
}

/** The session token belongs into the HttpOnly cookie, where no script reads it, and nowhere else. */
function withoutToken(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('token' in body)) return body
  const { token: _token, ...rest } = body
  return rest
}
