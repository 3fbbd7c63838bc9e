import { routes as resultRoutes } from '#modules/analytics/index.ts'
import type { Route } from '#platform/http/route.ts'
import { conversionRoutes } from './conversions/conversion.routes.ts'
import { landingPageRoutes } from './pages/landing-page.routes.ts'
import { pageRoutes } from './pages/page.routes.ts'
import { scanRoutes } from './scan/scan.routes.ts'

export { pagesRewrite } from './pages/address.ts'
export { startTracking, type Tracking } from './tracker.ts'

/** Scans, landing pages, conversions, and what came of a campaign. */
export const routes: readonly Route[] = [
  ...scanRoutes,
  ...pageRoutes,
  ...landingPageRoutes,
  ...conversionRoutes,
  ...resultRoutes,
]
