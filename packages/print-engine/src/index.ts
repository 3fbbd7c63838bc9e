/** The print engine: a design and a stream of records become a print-ready PDF. */
export { type Design, type DesignDocument, designDocument, readDesign } from './document/design.ts'
export { DesignError, FINDING_RULES, type Finding, type FindingRule } from './document/findings.ts'
export { FORMATS, formatOf, type PageFormat, parseLength, parseSize } from './document/formats.ts'
export type { Assets } from './images/store.ts'
export type { CompileOptions, JobFont } from './job/compile.ts'
export {
  compile,
  type Job,
  type RecordDone,
  type Records,
  type RenderOptions,
  type RenderProgress,
  type RenderSummary,
} from './job/job.ts'
export { DEFAULT_POLICIES, POLICY_RULES, type Policies, type Policy } from './job/policies.ts'
export type { Sink } from './pdf/writer.ts'
export type { DataRecord, RecordValue } from './personalise/liquid.ts'
export { variablesOf } from './personalise/variables.ts'
export { ENGINE_NAME, ENGINE_VERSION } from './version.ts'
