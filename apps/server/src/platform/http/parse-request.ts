import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { AppError, type FieldError } from '../errors/app-error.ts'
import { fieldsOf } from '../errors/from-unknown.ts'
import { refuseDeepJson } from './json-depth.ts'
import type { Route } from './route.ts'

/** Path, query and body as the route's schemas give them. */
export interface ParsedRequest {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/**
 * Checks path, query and body together, so that one answer names every wrong field.
 * A path parameter of the wrong form cannot name anything that exists: 404.
 * @throws {AppError} bad_request, not_found, validation_failed
 */
export function parseRequest(route: Route, request: FastifyRequest): ParsedRequest {
  if (route.bodyKind === 'json') refuseDeepJson(request.body)
  const wrong: FieldError[] = []
  const params = route.params?.safeParse(request.params)
  if (params && !params.success) throw new AppError('not_found')
  const query = check(route.query, queryOf(request), '', wrong)
  const body =
    route.bodyKind === 'stream' ? undefined : check(route.body, request.body ?? undefined, '', wrong)
  if (wrong.length > 0) throw new AppError('validation_failed', { fields: wrong })
  return { params: params?.data, query, body }
}

function check(schema: z.ZodType | undefined, value: unknown, prefix: string, wrong: FieldError[]): unknown {
  if (!schema) return undefined
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  wrong.push(...fieldsOf(parsed.error, prefix))
  return undefined
}

/** `?status[in]=a,b` arrives as key `status[in]`; repeated keys as arrays, which no route takes. */
function queryOf(request: FastifyRequest): Record<string, unknown> {
  return typeof request.query === 'object' && request.query !== null ? { ...request.query } : {}
}
