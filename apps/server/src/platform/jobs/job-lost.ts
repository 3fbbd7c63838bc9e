/** Why a worker had to let go of a job. */
export type LossReason = 'taken' | 'cancelled' | 'shutdown'

/**
 * Thrown into a handler that may not write any more, and the reason of its aborted signal. Let it pass: the worker
 * knows what to do. Nothing that the handler committed before is undone.
 */
export class JobLost extends Error {
  override readonly name = 'JobLost'
  readonly reason: LossReason

  constructor(reason: LossReason) {
    super(
      {
        taken: 'another worker has taken this job over',
        cancelled: 'this job was cancelled',
        shutdown: 'the worker shuts down; the job goes on elsewhere',
      }[reason],
    )
    this.reason = reason
  }
}
