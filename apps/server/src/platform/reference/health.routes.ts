import { sql } from '@lettershop/tenant-router'
import { z } from 'zod'
import { AppError } from '../errors/app-error.ts'
import { type Route, route } from '../http/route.ts'

const Health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' })

/** `/healthz`: the process lives. `/readyz`: it can serve, so a load balancer may send it work. */
export const healthRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/healthz',
    operation: 'getHealth',
    tag: 'operations',
    summary: 'Whether the process lives',
    access: 'public',
    answers: { 200: Health },
    handle: async () => ({ status: 'ok' }),
  }),
  route({
    method: 'GET',
    path: '/readyz',
    operation: 'getReadiness',
    tag: 'operations',
    summary: 'Whether the process can serve',
    access: 'public',
    answers: { 200: Health },
    async handle(ctx) {
      const asked = ctx.services.control.query(null, { id: null, role: 'system' }, sql`select 1`, {
        timeoutMs: 2000,
        waitMs: 2000,
      })
      await asked.catch(cause => {
        throw new AppError('unavailable', {
          message: 'The control database does not answer.',
          retryAfterSeconds: 5,
          cause,
        })
      })
      return { status: 'ok' }
    },
  }),
]
