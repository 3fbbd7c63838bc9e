export type { NewEvent } from './outbox-event.ts'
export { type Change, emit, recordChange } from './record-change.ts'
export { createRelay, type Relay, type RelayOptions, type RelaySource } from './relay.ts'
export type { DomainEvent, Subscriber, Subscribers } from './subscriber.ts'
