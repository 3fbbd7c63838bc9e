import type { FastifyInstance } from 'fastify'
import type { CallerResolver } from '#platform/http/mount.ts'
import type { Services } from '#platform/services.ts'
import { authBridge } from './auth-bridge.ts'
import { authOf } from './auth-of.ts'
import { makeCallers } from './callers.ts'
import { authSettings } from './settings.ts'

export interface Identity {
  /** Who calls: for `buildHttp({ callers })`. */
  readonly callers: CallerResolver
  /** The open paths of better-auth: for `buildHttp({ plugins })`. */
  readonly plugin: (app: FastifyInstance) => void
}

/** What the HTTP application needs of identity. */
export function createIdentity(services: Services): Identity {
  const { config, authPool: pool, log } = services
  return {
    callers: makeCallers({ settings: authSettings(config), pool, log }),
    plugin: authBridge(services, authOf(services)),
  }
}
