export type { NewEvent } from './outbox-event.ts'
export { type Change, emit, recordChange } from './record-change.ts'
