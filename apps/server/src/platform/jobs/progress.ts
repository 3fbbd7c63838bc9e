import { type SqlFragment, sql } from '@lettershop/tenant-router'
import type { JobFacts } from './define-job.ts'

interface Figures {
  readonly done: number
  readonly total: number
  readonly step: string | null
}

/** Keeps a job's latest figures until they are written; a handler may tell them a million times. */
export class Progress {
  #latest: Figures | undefined
  #written: Figures | undefined

  readonly report = (done: number, total: number, step?: string): void => {
    this.#latest = { done, total, step: step?.slice(0, 100) ?? null }
  }

  /**
   * The statement of one look at the row: writes the figures if they are new, and answers whether the job was
   * cancelled. No row comes back when this attempt is not the job's any more.
   */
  statement(job: JobFacts): SqlFragment<{ cancelled: boolean }> {
    const figures = this.#latest
    const own = sql`tenant_id = platform.tenant_id() and id = ${job.id} and attempt = ${job.attempt} and state = 'running'`
    if (!figures || figures === this.#written)
      return sql`select cancel_requested_at is not null as cancelled from platform.job where ${own}`
    this.#written = figures
    return sql`
      update platform.job set
        done = case when step is not distinct from ${figures.step}::text then greatest(done, ${figures.done}::bigint) else ${figures.done} end,
        total = ${figures.total}, step = ${figures.step}
      where ${own}
      returning cancel_requested_at is not null as cancelled`
  }
}
