import type { FastifyInstance } from 'fastify'
import { AppError } from '#platform/errors/app-error.ts'
import type { CallerResolver } from '#platform/http/mount.ts'
import type { Services } from '#platform/services.ts'
import { AUTH_BASE_PATH } from './better-auth.ts'
import { makeCallers } from './callers.ts'
import { authSettings } from './settings.ts'

export interface Identity {
  /** Who calls: for `buildHttp({ callers })`. */
  readonly callers: CallerResolver
  /** Closes what of better-auth is not open: for `buildHttp({ plugins })`. */
  readonly plugin: (app: FastifyInstance) => void
}

/** What the HTTP application needs of identity, beside its routes. */
export function createIdentity(services: Services): Identity {
  const { config, authPool: pool, log } = services
  return {
    callers: makeCallers({ settings: authSettings(config), pool, log }),
    plugin(app) {
      // The web app answers what nobody else does; a closed path must not look like a page.
      app.all(`${AUTH_BASE_PATH}/*`, async () => {
        throw new AppError('route_not_found')
      })
    },
  }
}
