/** Schema of pg-boss in the control database. */
export const QUEUE_SCHEMA = 'queue'
/** Jobs that wait or run. */
export const WORK = 'work'
/** Jobs that were given up, for the operator to look at. */
export const DEAD = 'dead'
/** Rung when jobs were added, so that no worker has to poll quickly. */
export const QUEUE_CHANNEL = 'lettershop_queue'
