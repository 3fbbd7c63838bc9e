import type { FastifyInstance } from 'fastify'
import { type Route, route } from '../http/route.ts'
import type { Services } from '../services.ts'
import { Metrics } from './metrics.ts'

export interface ServerMetrics {
  readonly routes: readonly Route[]
  /** Times every request by its route's pattern. */
  readonly plugin: (app: FastifyInstance) => void
}

/** The figures of a serving process: requests, pools, caches. No label names an organization. */
export function serverMetrics({ router, control }: Services): ServerMetrics {
  const metrics = new Metrics()
  metrics.collectProcess()
  const requests = metrics.seconds({
    name: 'lettershop_http_request_seconds',
    help: 'Time to answer a request.',
    labels: ['method', 'route', 'status'],
  })
  metrics.gauge(
    {
      name: 'lettershop_pool_connections',
      help: 'Connections to a data source.',
      labels: ['source', 'state'],
    },
    gauge => {
      gauge.reset()
      for (const { id, open, idle, waiting } of router.stats().sources)
        for (const [state, value] of Object.entries({ open, idle, waiting }))
          gauge.set({ source: id, state }, value)
      for (const [state, value] of Object.entries(control.stats()))
        gauge.set({ source: 'control', state }, value)
    },
  )
  metrics.gauge(
    {
      name: 'lettershop_placement_cache',
      help: 'Look-ups of where an organization lives.',
      labels: ['result'],
    },
    gauge => {
      const { hits, misses, entries } = router.stats().config
      for (const [result, value] of Object.entries({ hits, misses, entries })) gauge.set({ result }, value)
    },
  )
  metrics.gauge(
    {
      name: 'lettershop_credential_unwraps',
      help: 'Credentials decrypted by this process, and the seconds that took.',
      labels: ['figure'],
    },
    gauge => {
      const { count, milliseconds } = router.stats().unwrap
      gauge.set({ figure: 'count' }, count)
      gauge.set({ figure: 'seconds' }, milliseconds / 1000)
    },
  )
  metrics.gauge(
    {
      name: 'lettershop_source_seconds',
      help: 'Time of transactions in a data source, and of waiting for a connection to it.',
      labels: ['source', 'figure'],
    },
    gauge => {
      gauge.reset()
      for (const { id, queryMilliseconds, waitMilliseconds } of router.stats().sources) {
        gauge.set({ source: id, figure: 'query' }, queryMilliseconds / 1000)
        gauge.set({ source: id, figure: 'wait' }, waitMilliseconds / 1000)
      }
    },
  )
  return {
    routes: [
      route({
        method: 'GET',
        path: '/metrics',
        operation: 'getMetrics',
        tag: 'operations',
        summary: 'Figures of this process for Prometheus',
        access: 'public',
        answers: { 200: { media: 'text/plain', about: 'Prometheus text format.' } },
        handle: async ctx => ctx.text(200, await metrics.text(), metrics.contentType),
      }),
    ],
    plugin(app) {
      app.addHook('onResponse', async (request, reply) => {
        const pattern = request.routeOptions.url ?? 'none'
        requests.observe(
          { method: request.method, route: pattern, status: `${Math.floor(reply.statusCode / 100)}xx` },
          reply.elapsedTime / 1000,
        )
      })
    },
  }
}
