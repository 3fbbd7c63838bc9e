import type { Route } from '#platform/http/route.ts'
import type { JobDefinition } from '#platform/jobs/index.ts'
import { importJob } from './import/import.job.ts'
import { listRoutes } from './lists/list.routes.ts'

export const routes: readonly Route[] = [...listRoutes]

export const jobs: readonly JobDefinition[] = [importJob]
