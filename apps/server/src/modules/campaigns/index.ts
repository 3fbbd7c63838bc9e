import type { Subscribers } from '#platform/events/index.ts'
import type { Route } from '#platform/http/route.ts'
import type { JobDefinition } from '#platform/jobs/index.ts'
import { campaignRoutes } from './campaign.routes.ts'
import { commentRoutes } from './comment.routes.ts'
import { generateJob } from './generation/generate.job.ts'
import { onJobFinished } from './generation/job-ended.ts'
import { pieceRoutes } from './pieces/piece.routes.ts'
import { printFileRoutes } from './print-file.routes.ts'
import { statusRoutes } from './status.routes.ts'

export const routes: readonly Route[] = [
  ...campaignRoutes,
  ...statusRoutes,
  ...pieceRoutes,
  ...printFileRoutes,
  ...commentRoutes,
]
export const jobs: readonly JobDefinition[] = [generateJob]
export const subscribers: Subscribers = { 'job.finished': onJobFinished }
