export {
  defineJob,
  type JobDefinition,
  type JobFacts,
  type JobHandler,
  type JobResult,
  type JobRun,
} from './define-job.ts'
export { Job, type JobState } from './job.schema.ts'
export { type StartJob, startJob } from './start-job.ts'
