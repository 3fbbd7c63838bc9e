import type { Route } from '#platform/http/route.ts'
import { resultRoutes } from './result.routes.ts'

export const routes: readonly Route[] = resultRoutes
