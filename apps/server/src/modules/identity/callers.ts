import { isUuid, tenantId } from '@lettershop/tenant-router'
import type { FastifyRequest } from 'fastify'
import type pg from 'pg'
import { AppError } from '#platform/errors/app-error.ts'
import type { Caller } from '#platform/http/make-context.ts'
import type { CallerResolver } from '#platform/http/mount.ts'
import type { Logger } from '#platform/telemetry/logger.ts'
import { hashOfKey, keyOfHeader, readKeyMetadata } from './api-key.ts'
import {
  type KeyRow,
  keyByHash,
  markKeyUsed,
  type SessionRow,
  sessionAlone,
  sessionWithOrganizationById,
  sessionWithOrganizationBySlug,
} from './caller.queries.ts'
import { comesFromForeignPage } from './own-page.ts'
import { readSessionToken, sessionCookieName } from './session-cookie.ts'
import type { AuthSettings } from './settings.ts'
import { SLUG } from './slug.ts'

interface Parts {
  readonly settings: AuthSettings
  readonly pool: pg.Pool
  readonly log: Logger
}

/** Turns a session cookie or an API key into an actor, anew for each request. */
export function makeCallers({ settings, pool, log }: Parts): CallerResolver {
  const cookieName = sessionCookieName(settings.secureCookies)

  function tokenOf(request: FastifyRequest): string {
    const token = readSessionToken(request.headers.cookie, cookieName, settings.secret)
    if (token === undefined) throw new AppError('unauthenticated')
    const changes = request.method !== 'GET' && request.method !== 'HEAD'
    if (changes && comesFromForeignPage(settings, request)) throw new AppError('origin_refused')
    return token
  }

  async function member(request: FastifyRequest, wanted: string): Promise<Caller> {
    const byId = isUuid(wanted)
    const token = tokenOf(request)
    const statement = byId ? sessionWithOrganizationById : sessionWithOrganizationBySlug
    // A text that is no slug matches none, and must not reach the database with a NUL in it.
    const value = byId ? wanted : SLUG.test(wanted) ? wanted : ''
    const row = (await pool.query<SessionRow>({ ...statement, values: [token, value] })).rows[0]
    if (!row) throw new AppError('unauthenticated')
    const { user_id, role, id, slug, name, currency, time_zone, mode } = row
    if (!role || !id || !slug || !name || !currency || !time_zone || !mode) throw new AppError('not_found')
    return {
      actor: { kind: 'user', id: user_id, role, requestId: request.id },
      organization: { id: tenantId(id), slug, name, currency, time_zone, mode },
    }
  }

  async function key(request: FastifyRequest, authorization: string, wanted: string): Promise<Caller> {
    const secret = keyOfHeader(authorization)
    if (secret === undefined) throw new AppError('unauthenticated')
    const row = (await pool.query<KeyRow>({ ...keyByHash, values: [hashOfKey(secret)] })).rows[0]
    const metadata = row && readKeyMetadata(row.metadata)
    if (!row || !metadata) throw new AppError('unauthenticated')
    const { key_id, used_lately, id, slug, name, currency, time_zone, mode } = row
    if (wanted.toLowerCase() !== id && wanted !== slug) throw new AppError('not_found')
    if (!used_lately)
      pool.query({ ...markKeyUsed, values: [key_id] }).catch((error: unknown) => {
        log.warn({ err: error }, 'the last use of an API key could not be noted')
      })
    return {
      actor: { kind: 'api_key', id: key_id, role: metadata.role, requestId: request.id },
      organization: { id: tenantId(id), slug, name, currency, time_zone, mode },
    }
  }

  async function person(request: FastifyRequest): Promise<Caller & { readonly isOperator: boolean }> {
    if (request.headers.authorization !== undefined) throw new AppError('person_needed')
    const { rows } = await pool.query<{ user_id: string; is_operator: boolean }>({
      ...sessionAlone,
      values: [tokenOf(request)],
    })
    if (!rows[0]) throw new AppError('unauthenticated')
    const { user_id, is_operator } = rows[0]
    return {
      actor: { kind: 'user', id: user_id, role: 'person', requestId: request.id },
      organization: null,
      isOperator: is_operator,
    }
  }

  return {
    ofOrganization: (request, wanted) =>
      request.headers.authorization === undefined
        ? member(request, wanted)
        : key(request, request.headers.authorization, wanted),
    person,
    async operator(request) {
      const { isOperator, actor } = await person(request)
      if (!isOperator)
        throw new AppError('forbidden', { message: 'This is for whoever runs the installation.' })
      return { actor: { ...actor, role: 'operator' }, organization: null }
    },
  }
}
