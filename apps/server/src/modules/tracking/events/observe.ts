import type { EventType } from '@lettershop/contracts'
import type { RouteContext } from '#platform/http/context.ts'
import type { PublicOrganization } from '../organizations/public-organization.ts'
import type { Tracker } from '../tracker.ts'
import { classify } from '../visitors/classify.ts'
import { deviceClass, referrerHost } from '../visitors/device.ts'
import { within } from '../within.ts'
import type { PendingEvent } from './event.ts'
import { uuidV7 } from './uuid.ts'

/** What an event is about. */
export interface Subject {
  readonly type: EventType
  readonly campaign_id?: string | null
  readonly campaign_recipient_id?: string | null
  readonly landing_page_id?: string | null
  readonly properties?: Readonly<Record<string, unknown>>
  /** Of a scan that could not be looked up. */
  readonly code?: string
}

const KEY_MS = 20

/** Makes the event of a request: who looks (a class, a hash, never an address), with what, from where. */
export async function observe(
  ctx: RouteContext,
  tracker: Tracker,
  organization: PublicOrganization,
  subject: Subject,
): Promise<PendingEvent> {
  const now = ctx.services.clock.now()
  const { method, headers } = ctx.raw
  const botClass = classify({ method, headers })
  const agent = ctx.header('user-agent') ?? ''
  await within(tracker.visitors.prepare(organization.id, now), KEY_MS).catch(() => {})
  return {
    organization: organization.id,
    ...(subject.code === undefined ? {} : { code: subject.code }),
    event: {
      id: uuidV7(now),
      type: subject.type,
      campaign_id: subject.campaign_id ?? null,
      campaign_recipient_id: subject.campaign_recipient_id ?? null,
      landing_page_id: subject.landing_page_id ?? null,
      occurred_at: now.toISOString(),
      visitor: tracker.visitors.visitor(organization.id, ctx.address, agent, now),
      device_class: deviceClass(agent),
      referrer_host: referrerHost(ctx.header('referer')),
      is_bot: botClass !== null,
      bot_class: botClass,
      properties: subject.properties ?? {},
    },
  }
}
