import type { TenantTx } from '@lettershop/tenant-router'
import type { Services } from '../services.ts'

/** An event as subscribers get it. */
export interface DomainEvent {
  readonly id: string
  readonly type: string
  readonly resource: string
  readonly resourceId: string | null
  readonly data: Readonly<Record<string, unknown>>
  readonly actorId: string | null
  readonly requestId: string | null
  readonly createdAt: string
}

/**
 * Hears an event after its transaction has committed, within a transaction that also marks the event as processed:
 * what it writes through `tx` happens exactly once; what it does outside may happen again. Start a job for anything
 * that takes time.
 */
export type Subscriber = (tx: TenantTx, event: DomainEvent, services: Services) => Promise<void>

/** Subscribers by event type; `*` hears everything. Each module exports its own. */
export type Subscribers = Readonly<Record<string, Subscriber>>
