import type { Route } from '#platform/http/route.ts'
import type { JobDefinition } from '#platform/jobs/index.ts'
import { importJob } from './import/import.job.ts'
import { listRoutes } from './lists/list.routes.ts'
import { recipientRoutes } from './recipients/recipient.routes.ts'
import { suppressionRoutes } from './suppression/suppression.routes.ts'

export const routes: readonly Route[] = [...listRoutes, ...recipientRoutes, ...suppressionRoutes]

export const jobs: readonly JobDefinition[] = [importJob]
