import { randomUUID } from 'node:crypto'
import multipart from '@fastify/multipart'
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
  type RequestPayload,
} from 'fastify'
import { AppError } from '../errors/app-error.ts'
import { toAppError } from '../errors/from-unknown.ts'
import { renderError } from '../errors/render.ts'
import type { Services } from '../services.ts'
import { type CallerResolver, mountRoutes } from './mount.ts'
import type { Route } from './route.ts'

interface HttpParts {
  readonly services: Services
  readonly routes: readonly Route[]
  readonly callers: CallerResolver
  /** The path that a request is really for, by its `Host`: pages of organizations have origins of their own. */
  readonly rewriteUrl?: (host: string | undefined, url: string) => string
  /** What brings its own handlers: sign-in, web app. */
  readonly plugins?: readonly ((app: FastifyInstance) => Promise<void> | void)[]
}

const HEADERS = {
  // What may be kept longer or by others says so itself.
  'cache-control': 'private, no-cache',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
}

/** Builds the HTTP application: every route of the table, one shape of error, limits on everything that comes in. */
export async function buildHttp({
  services,
  routes,
  callers,
  rewriteUrl = (_host, url) => url,
  plugins = [],
}: HttpParts): Promise<FastifyInstance> {
  const trusted = services.config.settings.LETTERSHOP_TRUSTED_PROXIES.split(',')
    .map(range => range.trim())
    .filter(Boolean)
  const fail = (thrown: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const error = toAppError(thrown)
    if (error.entry.status >= 500)
      request.log.error({ err: error.options.cause ?? error, url: request.routeOptions.url }, error.message)
    if (error.options.retryAfterSeconds !== undefined)
      reply.header('retry-after', Math.ceil(error.options.retryAfterSeconds))
    return reply
      .code(error.entry.status)
      .headers(HEADERS)
      .type('application/json')
      .send(renderError(error, request.id, services.config.publicUrl))
  }
  const app = fastify({
    // An address that cannot be decoded fails before any route; it gets the same shape.
    frameworkErrors: fail,
    // Its own line of where it listens is one too many: each command says that in its way.
    loggerInstance: services.log.child({}, services.log.level === 'info' ? { level: 'warn' } : {}),
    logController: new LogController({ disableRequestLogging: true }),
    // A client's own id is logged, never used: request ids stand in scope statements and must be ours.
    genReqId: () => randomUUID(),
    trustProxy: trusted.length > 0 ? trusted : false,
    rewriteUrl: request => rewriteUrl(request.headers.host, request.url ?? '/'),
    // No limit on a whole request: an upload of gigabytes takes its time. A silent line is cut, and a body that is
    // read into memory has its own deadline (boundBody).
    requestTimeout: 0,
    connectionTimeout: 120_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    // Until an idle keep-alive connection closes by itself a stop would wait for more than a minute.
    forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance
  app.setErrorHandler(fail)
  app.setNotFoundHandler((request, reply) => fail(new AppError('route_not_found'), request, reply))
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...HEADERS, 'x-request-id': request.id })
  })
  for (const plugin of plugins) await plugin(app)
  await app.register(async scope => {
    scope.addHook('preParsing', boundBody)
    mountRoutes(
      scope,
      routes.filter(one => one.bodyKind === 'json'),
      services,
      callers,
    )
  })
  await app.register(async scope => {
    // Streams: nothing is parsed or buffered, whatever the content type says; multipart is taken apart as it arrives.
    scope.removeAllContentTypeParsers()
    await scope.register(multipart)
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    mountRoutes(
      scope,
      routes.filter(one => one.bodyKind === 'stream'),
      services,
      callers,
    )
  })
  return app
}

const BODY_MS = 30_000

/** A client that sends its body byte by byte holds a connection for thirty seconds, not for ever. */
async function boundBody(
  request: FastifyRequest,
  _reply: FastifyReply,
  payload: RequestPayload,
): Promise<RequestPayload> {
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers
  if (length === '0' && encoding === undefined) return payload
  const timer = setTimeout(
    () => request.raw.destroy(new AppError('bad_request', { message: 'The body took too long to arrive.' })),
    BODY_MS,
  )
  payload.once('close', () => clearTimeout(timer))
  payload.once('end', () => clearTimeout(timer))
  return payload
}
