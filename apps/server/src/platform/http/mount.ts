import { may } from '@lettershop/contracts/permissions'
import type { SqlFragment } from '@lettershop/tenant-router'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { AppError } from '../errors/app-error.ts'
import type { Services } from '../services.ts'
import { Reply, type RouteContext } from './context.ts'
import { once } from './idempotency.ts'
import { type Caller, makeContext } from './make-context.ts'
import { type ParsedRequest, parseRequest } from './parse-request.ts'
import { takeFromBudget } from './rate-budget.ts'
import { belongsToOrganization, type Route } from './route.ts'

/** Finds out who calls. Made by the identity module; the platform does not know how people sign in. */
export interface CallerResolver {
  /** A member or key of the organization. @throws {AppError} unauthenticated; not_found for a foreign organization */
  ofOrganization(request: FastifyRequest, organization: string): Promise<Caller>
  /** A signed-in person. @throws {AppError} unauthenticated */
  person(request: FastifyRequest): Promise<Caller>
  /** A signed-in operator of the installation. @throws {AppError} unauthenticated, forbidden */
  operator(request: FastifyRequest): Promise<Caller>
}

/**
 * Mounts routes: who calls, may they, is the request well formed, has it been made before, then the handler.
 * In this order, so that a stranger learns nothing from the errors of a body.
 */
export function mountRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  services: Services,
  callers: CallerResolver,
): void {
  for (const one of routes) {
    app.route({
      method: one.method,
      url: one.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      bodyLimit: one.maxBytes,
      handler: async (request, reply) => {
        const caller = await callerOf(one, request, callers)
        if (one.budget) await takeFromBudget(services, request, reply, one)
        const answer = await answerTo(one, {
          services,
          request,
          reply,
          caller,
          parsed: parseRequest(one, request),
        })
        return answer.send(reply)
      },
    })
  }
}

async function callerOf(one: Route, request: FastifyRequest, callers: CallerResolver): Promise<Caller> {
  if (one.access === 'public')
    return { actor: { kind: 'nobody', id: null, role: 'nobody', requestId: request.id }, organization: null }
  if (one.access === 'signed_in') return callers.person(request)
  if (one.access === 'operator') return callers.operator(request)
  const { org } = request.params as { org?: string }
  if (org === undefined) throw new Error(`${one.path} needs a permission but names no organization`)
  const caller = await callers.ofOrganization(request, org)
  if (!may(caller.actor.role, one.access)) throw new AppError('forbidden')
  return caller
}

interface Call {
  services: Services
  request: FastifyRequest
  reply: FastifyReply
  caller: Caller
  parsed: ParsedRequest
}

async function answerTo(one: Route, call: Call): Promise<Reply> {
  const parts = { ...call, maxBytes: one.maxBytes }
  const run = async (mark?: SqlFragment<unknown>) => {
    const ctx = makeContext({ ...parts, mark })
    return checkAnswer(one, toReply(ctx, await one.handle(ctx)))
  }
  if (one.method !== 'POST' || one.bodyKind === 'stream' || !belongsToOrganization(one)) return run()
  const { method, url } = call.request
  return once(makeContext(parts), `${method} ${url}\n${JSON.stringify(call.request.body ?? null)}`, run)
}

function toReply(ctx: RouteContext, result: unknown): Reply {
  if (result instanceof Reply) return result
  return ctx.reply(result === undefined ? 204 : 200, result)
}

/** Passes the body through the route's schema: keys that are not promised never leave, and a wrong answer is our error. */
function checkAnswer(one: Route, answer: Reply): Reply {
  if (answer.body === undefined) return answer
  const schema = one.answers[answer.status]
  if (!(schema instanceof z.ZodType))
    throw new Error(`${one.operation} answers ${answer.status} without a schema`)
  const parsed = schema.safeParse(answer.body)
  if (!parsed.success)
    throw new Error(`${one.operation} gave an answer off its schema: ${z.prettifyError(parsed.error)}`)
  return answer.withBody(parsed.data)
}
