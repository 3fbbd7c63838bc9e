import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '#platform/errors/app-error.ts'
import { fieldsOf } from '#platform/errors/from-unknown.ts'
import { clientKey, consume } from '#platform/http/rate-budget.ts'
import type { Services } from '#platform/services.ts'
import { accountKey } from './account-key.ts'
import { authError } from './auth-errors.ts'
import { type AuthPath, authPaths } from './auth-paths.ts'
import { AUTH_BASE_PATH, type BetterAuth, NETWORK_HEADER } from './better-auth.ts'
import { truncatedAddress } from './network-address.ts'
import { isOwnOrigin } from './own-page.ts'
import { authSettings } from './settings.ts'

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
 * Mounts the open paths of better-auth under `/api/auth`: bodies are checked by our schemas, rates are limited,
 * every refusal leaves in our shape of error.
 */
export function authBridge(services: Services, auth: BetterAuth): (app: FastifyInstance) => void {
  return app => {
    for (const one of authPaths)
      app.route({
        method: one.method,
        url: `${AUTH_BASE_PATH}${one.path}`,
        bodyLimit: 16_384,
        handler: async (request, reply) => {
          const parsed = parse(one, request)
          await limit(services, one, request, parsed)
          const response = await auth.handler(toFetchRequest(services, one, request, parsed))
          // ASVS 16.3.1. The account stands as its keyed hash: somebody may have typed a password into its field.
          if (response.status === 401 || response.status === 403)
            request.log.warn(
              { path: one.path, network: truncatedAddress(request.ip), account: accountOf(services, parsed) },
              'sign-in refused',
            )
          return answer(response, reply)
        },
      })
    // The web app answers what nobody else does; a closed path must not look like a page.
    app.all(`${AUTH_BASE_PATH}/*`, async () => {
      throw new AppError('route_not_found')
    })
  }
}

function parse(one: AuthPath, request: FastifyRequest): Record<string, unknown> {
  const schema = one.method === 'GET' ? one.query : one.body
  const given = one.method === 'GET' ? request.query : (request.body ?? {})
  const parsed = schema?.safeParse(given)
  if (parsed && !parsed.success) throw new AppError('validation_failed', { fields: fieldsOf(parsed.error) })
  return { ...parsed?.data, ...one.always }
}

async function limit(
  services: Services,
  one: AuthPath,
  request: FastifyRequest,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  const account = accountOf(services, body)
  const keys = [{ key: `auth${one.path}:${clientKey(services, request.ip)}`, budget: one.perClient }]
  if (one.perAccount && account !== undefined)
    keys.push({ key: `auth${one.path}:${account}`, budget: one.perAccount })
  for (const { key, budget } of keys) {
    const left = await consume(services, key, budget.limit, budget.seconds)
    if (!left.allowed) throw new AppError('rate_limited', { retryAfterSeconds: left.retry_after_seconds })
  }
}

function accountOf(services: Services, body: Readonly<Record<string, unknown>>): string | undefined {
  const { email } = body
  return typeof email === 'string' ? accountKey(services, email) : undefined
}

function toFetchRequest(
  services: Services,
  one: AuthPath,
  request: FastifyRequest,
  parsed: Readonly<Record<string, unknown>>,
): Request {
  const url = new URL(`${services.config.publicUrl}${AUTH_BASE_PATH}${one.path}`)
  if (one.method === 'GET')
    for (const [name, value] of Object.entries(parsed)) url.searchParams.set(name, String(value))
  return new Request(url, {
    method: one.method,
    headers: authHeaders(services, request),
    ...(one.method === 'POST' ? { body: JSON.stringify(parsed) } : {}),
  })
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

async function answer(response: Response, reply: FastifyReply): Promise<FastifyReply> {
  passCookies(response.headers, reply)
  const body: unknown = await response.json().catch(() => null)
  if (response.status >= 400) throw authError(response.status, body)
  const location = response.headers.get('location')
  if (location !== null) return reply.header('location', location).code(response.status).send()
  return reply.code(response.status).header('cache-control', 'no-store').send(withoutToken(body))
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
