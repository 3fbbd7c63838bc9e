import type { Route } from '#platform/http/route.ts'
import type { Services } from '#platform/services.ts'

/** Scans, landing pages, conversions and what came of a campaign. */
export const routes: readonly Route[] = []

/** What runs beside requests: brings spooled scans into the database and destroys old visitor keys. */
export interface Tracking {
  stop(): Promise<void>
}

/** Starts what runs beside requests. */
export async function startTracking(_services: Services): Promise<Tracking> {
  return { stop: async () => {} }
}
