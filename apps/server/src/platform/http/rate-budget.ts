import { createHmac } from 'node:crypto'
import { sql } from '@lettershop/tenant-router'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors/app-error.ts'
import type { Services } from '../services.ts'
import { networkOf } from './network.ts'
import type { Route } from './route.ts'

interface Budget {
  allowed: boolean
  remaining: number
  retry_after_seconds: number
}

const systemActor = { id: null, role: 'system' }

/** Takes one from a budget that all processes share. @param key names endpoint and client */
export async function consume(
  services: Services,
  key: string,
  limit: number,
  seconds: number,
): Promise<Budget> {
  const { rows } = await services.control.query<Budget>(
    null,
    systemActor,
    sql<Budget>`select * from platform.consume(${key}, ${limit}, make_interval(secs => ${seconds}))`.named(
      'consume',
    ),
  )
  return rows[0]!
}

/** A keyed hash stands for the network address: an address is personal data and is never stored. */
export function clientKey(services: Services, address: string): string {
  return createHmac('sha256', services.config.deriveSecret('rate-budget'))
    .update(networkOf(address))
    .digest('base64url')
    .slice(0, 22)
}

/** @throws {AppError} rate_limited with the seconds to wait */
export async function takeFromBudget(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  one: Route,
): Promise<void> {
  const { limit, seconds } = one.budget!
  const budget = await consume(
    services,
    `${one.operation}:${clientKey(services, request.ip)}`,
    limit,
    seconds,
  )
  reply.headers({
    'ratelimit-limit': limit,
    'ratelimit-remaining': budget.remaining,
    'ratelimit-reset': budget.retry_after_seconds,
  })
  if (!budget.allowed) throw new AppError('rate_limited', { retryAfterSeconds: budget.retry_after_seconds })
}
