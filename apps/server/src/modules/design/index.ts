import type { Route } from '#platform/http/route.ts'
import type { JobDefinition } from '#platform/jobs/index.ts'
import { assetRoutes } from './assets/asset.routes.ts'
import { formatRoutes } from './formats.routes.ts'
import { templateRoutes } from './templates/template.routes.ts'

export {
  type AssetReader,
  currentAssets,
  type FrozenAssets,
  freezeAssets,
  frozenAssets,
  remembering,
} from './assets/asset-reader.ts'
export { inspectDesign, requirePrintable } from './inspect-design.ts'
export { guessMapping, isSupplied } from './mapping/guess.ts'
export {
  FULL_NAME,
  isPersonSource,
  PERSON_COLUMNS,
  type Person,
  personColumns,
  valueOf,
  valuesFor,
} from './mapping/person.ts'
export { sampleValues } from './mapping/sample.ts'
export { type Inspection, type PrintSummary, previews, printing } from './rendering/index.ts'
export { selectVersion } from './templates/template.queries.ts'

export const routes: readonly Route[] = [...formatRoutes, ...templateRoutes, ...assetRoutes]
export const jobs: readonly JobDefinition[] = []
