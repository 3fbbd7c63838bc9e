import { setTimeout as pause } from 'node:timers/promises'
import type { ServerEvent } from '../http/context.ts'
import { isFinished, type Job } from './job.schema.ts'

const LOOK_MS = 400
/** Id of the last event. A browser that reconnects with it is told that nothing follows. */
export const ENDED = 'ended'

/**
 * A job's course as events: `job` at once and with each change, `end` when it has ended, then nothing more.
 * Looks at the row while somebody watches; it is one indexed read, and needs no channel through every database.
 * @param read the job as it is now; throws when it is gone
 */
export async function* jobEvents(read: () => Promise<Job>, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  let shown = ''
  for (;;) {
    const job = await read()
    const text = JSON.stringify(job)
    if (text !== shown) yield { event: 'job', data: job }
    shown = text
    if (isFinished(job.state)) {
      yield { event: 'end', data: job, id: ENDED }
      return
    }
    await pause(LOOK_MS, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
  }
}
