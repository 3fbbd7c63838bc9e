import type { Services } from '#platform/services.ts'
import { type BetterAuth, makeBetterAuth } from './better-auth.ts'
import { authSettings } from './settings.ts'

const made = new WeakMap<Services, BetterAuth>()

/** better-auth of these services, made once. Routes are data and get the services only. */
export function authOf(services: Services): BetterAuth {
  let auth = made.get(services)
  if (!auth) {
    const { config, authPool: pool, mailer, log } = services
    auth = makeBetterAuth({ settings: authSettings(config), pool, mailer, log })
    made.set(services, auth)
  }
  return auth
}
