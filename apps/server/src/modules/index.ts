import type { Subscribers } from '#platform/events/index.ts'
import type { Route } from '#platform/http/route.ts'
import type { JobDefinition } from '#platform/jobs/index.ts'
import type { Services } from '#platform/services.ts'
import * as audience from './audience/index.ts'
import * as campaigns from './campaigns/index.ts'
import * as design from './design/index.ts'
import * as identity from './identity/index.ts'
import * as tenancy from './tenancy/index.ts'
import * as tracking from './tracking/index.ts'

/** Every route of the product; the reference, the permission tests and the fuzz read this list. */
export const routes: readonly Route[] = [
  ...identity.routes,
  ...audience.routes,
  ...design.routes,
  ...campaigns.routes,
  ...tracking.routes,
  ...tenancy.routes,
]

/** Every kind of long work. */
export const jobs: readonly JobDefinition[] = [...audience.jobs, ...campaigns.jobs]

/** Who hears of events after they are committed. */
export const subscribers: readonly Subscribers[] = [campaigns.subscribers]

/** Starts what runs beside requests and jobs. @returns ends it */
export async function startModules(services: Services): Promise<() => Promise<void>> {
  const tracker = await tracking.startTracking(services)
  return () => tracker.stop()
}
