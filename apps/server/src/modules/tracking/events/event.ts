import type { DeviceClass, EventType } from '@lettershop/contracts'

/** An event as it is stored; nothing in it tells an address. */
export interface TrackedEvent {
  readonly id: string
  readonly type: EventType
  readonly campaign_id: string | null
  readonly campaign_recipient_id: string | null
  readonly landing_page_id: string | null
  readonly occurred_at: string
  readonly visitor: string | null
  readonly device_class: DeviceClass
  readonly referrer_host: string | null
  readonly is_bot: boolean
  readonly bot_class: string | null
  readonly properties: Readonly<Record<string, unknown>>
}

/** An event on its way to the organization's database. */
export interface PendingEvent {
  readonly organization: string
  readonly event: TrackedEvent
  /** Of a scan that could not be looked up yet: the piece is found when the event is stored. */
  readonly code?: string
}

/** Class of the row that says how many scans could not be kept: it counts as nothing else. */
export const LOST = 'lost'
