import type { Route } from '#platform/http/route.ts'
import type { JobDefinition } from '#platform/jobs/index.ts'
import { assetRoutes } from './assets/asset.routes.ts'
import { formatRoutes } from './formats.routes.ts'
import { previewRoutes } from './templates/preview.routes.ts'
import { templateRoutes } from './templates/template.routes.ts'

export {
  type AssetReader,
  currentAssets,
  type FrozenAssets,
  freezeAssets,
  frozenAssets,
  namesFor,
  type RunStatement,
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
  sourceValue,
  valuesFor,
} from './mapping/person.ts'
export { sampleValues } from './mapping/sample.ts'
export {
  canonicalSha256,
  type Inspection,
  type PrintSummary,
  pictures,
  previews,
  printing,
  sendPicture,
} from './rendering/index.ts'
export { requiredVariables } from './rendering/template-text.ts'
export { selectVersion } from './templates/template.queries.ts'

export const routes: readonly Route[] = [...formatRoutes, ...templateRoutes, ...previewRoutes, ...assetRoutes]
export const jobs: readonly JobDefinition[] = []
