import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'

/** The page may talk to this server alone; the reference's own wish for fonts and a registry elsewhere is refused. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The API reference at `/docs`, made from our own OpenAPI document by Scalar, without a word to any other host. */
export async function referencePage(app: FastifyInstance): Promise<void> {
  await app.register(async scope => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('content-security-policy', POLICY)
    })
    await scope.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        url: '/v1/openapi.json',
        telemetry: false,
        withDefaultFonts: false,
        hideClientButton: true,
        agent: { disabled: true },
      },
    })
  })
}
