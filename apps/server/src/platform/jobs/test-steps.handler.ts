import { setTimeout as pause } from 'node:timers/promises'
import { sql, type TenantTx } from '@lettershop/tenant-router'
import { recordChange } from '../events/record-change.ts'
import type { JobHandler } from './define-job.ts'
import type { stepsJob } from './test-jobs.ts'

/** The steps of a key that are there. */
export async function stepsDone(tx: TenantTx, key: string): Promise<string[]> {
  const rows = await tx.rows(sql<{ action: string }>`
    select action from audit.entry where tenant_id = platform.tenant_id() and resource = ${key} order by id`)
  return rows.map(row => row.action)
}

/** Goes on where the rows say that an earlier run stopped. */
export const run: JobHandler<typeof stepsJob> = async ({ input, withTenant, progress, signal }) => {
  const { key, steps, pauseMs } = input
  let done = (await withTenant(tx => stepsDone(tx, key), { readOnly: true })).length
  while (done < steps) {
    await withTenant(async tx => {
      await recordChange(tx, { action: `step ${done}`, resource: key })
      // Inside the transaction too, so that a kill can hit a step that is half done.
      await pause(pauseMs)
    })
    done += 1
    progress(done, steps, 'steps')
    await pause(pauseMs, undefined, { signal })
  }
  return { steps: done }
}
