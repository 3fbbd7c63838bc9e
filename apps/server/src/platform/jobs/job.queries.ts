import { type SqlFragment, sql } from '@lettershop/tenant-router'
import type { Job, JobState } from './job.schema.ts'

/** Columns of `platform.job` that make up the job's JSON. */
export interface JobRow {
  id: string
  type: string
  state: JobState
  step: string | null
  done: number
  total: number | null
  resource: string | null
  resource_id: string | null
  result: Record<string, unknown> | null
  error_code: string | null
  error_message: string | null
  created_at: string
  started_at: string | null
  finished_at: string | null
}

/** For `select` and `returning`. */
export const jobColumns = sql`id, type, state, step, done, total, resource, resource_id, result, error_code,
  error_message, created_at, started_at, finished_at`

/** A job's row as its JSON. */
export function toJob({ error_code, error_message, ...row }: JobRow): Job {
  return { ...row, error: error_code === null ? null : { code: error_code, message: error_message ?? '' } }
}

/** One job by id. */
export function jobById(id: string): SqlFragment<JobRow> {
  return sql<JobRow>`
    select ${jobColumns} from platform.job
    where tenant_id = platform.tenant_id() and id = ${id}`.named('platform.job.by_id')
}
