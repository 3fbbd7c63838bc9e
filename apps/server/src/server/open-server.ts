import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { createIdentity } from '#modules/identity/index.ts'
import { jobs, routes as moduleRoutes, startModules, subscribers } from '#modules/index.ts'
import { pagesRewrite } from '#modules/tracking/index.ts'
import type { Config } from '#platform/config/config.ts'
import { createRelay } from '#platform/events/index.ts'
import { buildHttp } from '#platform/http/app.ts'
import type { Route } from '#platform/http/route.ts'
import { createWorker, jobRoutes } from '#platform/jobs/index.ts'
import { mailboxRoutes } from '#platform/mail/mailbox.routes.ts'
import { healthRoutes } from '#platform/reference/health.routes.ts'
import { referenceRoutes } from '#platform/reference/reference.routes.ts'
import type { Services } from '#platform/services.ts'
import type { Logger } from '#platform/telemetry/logger.ts'
import { serverMetrics } from '#platform/telemetry/metrics.routes.ts'
import { webPlugin } from '#platform/web/web-plugin.ts'
import { closeApp } from './close-app.ts'
import { dataSourcesForRelay } from './data-sources.ts'
import { type Databases, openServices } from './open-services.ts'
import { startPartitionKeeper } from './partitions.ts'
import { referencePage } from './reference-page.ts'

/** What one process does; `npm start` does all of it. */
export interface Duties {
  /** `inject` opens the application without a port, for tests. */
  readonly http: 'listen' | 'inject' | 'none'
  readonly worker: boolean
}

export interface RunningServer {
  readonly services: Services
  readonly app: FastifyInstance | undefined
  /** `http://localhost:4400`, or undefined for a worker alone. */
  readonly address: string | undefined
  close(): Promise<void>
}

/** Every route of a server in this configuration, in the order of the reference. */
export function allRoutes(config: Config, more: readonly Route[] = []): Route[] {
  const routes: Route[] = [
    ...moduleRoutes,
    ...more,
    ...jobRoutes,
    ...healthRoutes,
    ...referenceRoutes(() => routes),
    ...(config.production ? [] : mailboxRoutes),
  ]
  return routes
}

/**
 * Opens a server on prepared databases.
 * @throws EADDRINUSE and the like when it cannot listen; then everything is closed again
 */
export async function openServer(
  config: Config,
  databases: Databases,
  log: Logger,
  duties: Duties,
): Promise<RunningServer> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const { services, close: closeServices } = await openServices(config, databases, log)
    closers.push(closeServices)
    closers.push(startPartitionKeeper(services, databases))
    closers.push(await startModules(services))
    if (duties.worker) closers.push(await startBackground(services, databases, config))
    const app = duties.http === 'none' ? undefined : await openApp(services, config)
    if (app) closers.push(() => closeApp(app))
    const address = app && duties.http === 'listen' ? await listen(app, config) : undefined
    return { services, app, address, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The HTTP application, not listening yet. */
export async function openApp(services: Services, config: Config): Promise<FastifyInstance> {
  const identity = createIdentity(services)
  const metrics = serverMetrics(services)
  const app = await buildHttp({
    services,
    routes: allRoutes(config, metrics.routes),
    callers: identity.callers,
    rewriteUrl: pagesRewrite(config),
    plugins: [metrics.plugin, identity.plugin, referencePage, webPlugin()],
  })
  await app.ready()
  return app
}

async function startBackground(
  services: Services,
  databases: Databases,
  config: Config,
): Promise<() => Promise<void>> {
  const relay = createRelay({ services, subscribers, sources: dataSourcesForRelay(services, databases) })
  const worker = createWorker({
    services,
    definitions: jobs,
    concurrency: config.settings.LETTERSHOP_WORKERS,
    connection: databases.login('app', databases.controlDatabase),
  })
  await relay.start()
  await worker.start()
  return async () => {
    await worker.stop()
    await relay.stop()
  }
}

async function listen(app: FastifyInstance, config: Config): Promise<string> {
  await app.listen({ port: config.settings.PORT, host: config.settings.LETTERSHOP_HOST })
  const { port } = app.server.address() as AddressInfo
  const host = ['127.0.0.1', '0.0.0.0', '::'].includes(config.settings.LETTERSHOP_HOST)
    ? 'localhost'
    : config.settings.LETTERSHOP_HOST
  return `http://${host}:${port}`
}
