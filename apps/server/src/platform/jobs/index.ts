export {
  defineJob,
  type JobDefinition,
  type JobFacts,
  type JobHandler,
  type JobResult,
  type JobRun,
} from './define-job.ts'
export { jobRoutes } from './job.routes.ts'
export { Job, type JobState } from './job.schema.ts'
export { JobLost } from './job-lost.ts'
export type { Outcome } from './run-job.ts'
export { type StartJob, startJob } from './start-job.ts'
export { createWorker, type Worker, type WorkerOptions } from './worker.ts'
