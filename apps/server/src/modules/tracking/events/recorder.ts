import { tenantId } from '@lettershop/tenant-router'
import type { Services } from '#platform/services.ts'
import { parseCode } from '../codes/index.ts'
import { resolveCode } from '../scan/resolve-code.ts'
import { within } from '../within.ts'
import { insertEvents } from './event.queries.ts'
import { LOST, type PendingEvent, type TrackedEvent } from './event.ts'
import { readSpooled, type Spool } from './spool.ts'
import { uuidV7 } from './uuid.ts'

const SYSTEM = { id: null, role: 'system' }

/** A visitor waits at most this long for a recording: first for the database, then for the disk. */
const DATABASE_MS = 35
const DISK_MS = 15
/** Inserts that may hang in a database that does not answer; beyond it events go to the disk at once. */
const MOST_IN_FLIGHT = 200
const BATCH = 500

/** Stores events: in the database within the visitor's patience, else on the disk and later in the database. */
export class Recorder {
  readonly #services: Services
  readonly #spool: Spool
  readonly #lost = new Map<string, number>()
  #inFlight = 0
  #draining: Promise<boolean> | undefined

  constructor(services: Services, spool: Spool) {
    this.#services = services
    this.#spool = spool
  }

  /** Records an event. Never throws, and resolves within 50 ms or so whatever the database does. */
  async record(pending: PendingEvent): Promise<void> {
    if (pending.code === undefined && this.#inFlight < MOST_IN_FLIGHT) {
      this.#inFlight++
      const stored = this.#store(pending.organization, [pending.event])
        .then(
          () => true,
          () => false,
        )
        .finally(() => this.#inFlight--)
      if (await within(stored, DATABASE_MS)) return
    }
    await within(this.#keep(pending), DISK_MS)
  }

  /**
   * Moves what lies in the spool to the database. Runs alone; a second call joins the first.
   * @returns false when something had to stay behind
   */
  drain(): Promise<boolean> {
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined
    })
    return this.#draining
  }

  async #keep(pending: PendingEvent): Promise<boolean> {
    const kept = await this.#spool.append(pending)
    if (!kept) this.#countLost(pending.organization, 1)
    return kept
  }

  #countLost(organization: string, count: number): void {
    this.#lost.set(organization, (this.#lost.get(organization) ?? 0) + count)
    this.#services.log.error(
      { organization, count },
      'events could not be kept: the spool is full, or the disk',
    )
  }

  async #drain(): Promise<boolean> {
    let all = await this.#tellLosses()
    for (const file of await this.#spool.take()) {
      const spooled = await readSpooled(file)
      const left: PendingEvent[] = []
      const groups = Map.groupBy(spooled, pending => pending.organization)
      for (const [organization, events] of groups)
        for (let at = 0; at < events.length; at += BATCH)
          left.push(...(await this.#move(organization, events.slice(at, at + BATCH))))
      if (left.length > 0) all = false
      if (left.length > 0 && left.length === spooled.length) continue
      // What stays is written anew before the file goes: at no moment does it lie nowhere.
      if (left.length === 0 || (await this.#respool(left))) await this.#spool.discard(file)
    }
    return all
  }

  async #respool(events: readonly PendingEvent[]): Promise<boolean> {
    const kept = await Promise.all(events.map(event => this.#spool.append(event)))
    return kept.every(Boolean)
  }

  /** @returns the events that the database did not take now */
  async #move(organization: string, batch: readonly PendingEvent[]): Promise<readonly PendingEvent[]> {
    try {
      const found = await Promise.all(batch.map(pending => this.#complete(pending)))
      await this.#store(
        organization,
        found.filter(event => event !== undefined),
      )
      return []
    } catch (error) {
      if (!isRefusal(error)) return batch
      if (batch.length > 1) {
        const middle = Math.ceil(batch.length / 2)
        return [
          ...(await this.#move(organization, batch.slice(0, middle))),
          ...(await this.#move(organization, batch.slice(middle))),
        ]
      }
      // One event that the database will never take must not hold up the others.
      this.#countLost(organization, 1)
      return []
    }
  }

  /** Finds the piece of a scan that was redirected blindly; undefined when its code turns out to be none. */
  async #complete({ organization, event, code }: PendingEvent): Promise<TrackedEvent | undefined> {
    if (code === undefined) return event
    const written = parseCode(code)
    const found = written && (await resolveCode(this.#services, organization, written))
    if (!found) return undefined
    const { campaign_id, campaign_recipient_id, landing_page_id } = found
    return { ...event, campaign_id, campaign_recipient_id, landing_page_id }
  }

  async #store(organization: string, events: readonly TrackedEvent[]): Promise<void> {
    if (events.length === 0) return
    await this.#services.router.query(tenantId(organization), SYSTEM, insertEvents(events), {
      waitMs: 2_000,
      timeoutMs: 5_000,
    })
  }

  /** What could not be kept becomes a row that says how many, where the organization sees it. */
  async #tellLosses(): Promise<boolean> {
    let all = true
    for (const [organization, count] of this.#lost) {
      try {
        await this.#store(organization, [lossOf(count, this.#services.clock.now())])
        const since = (this.#lost.get(organization) ?? 0) - count
        if (since > 0) this.#lost.set(organization, since)
        else this.#lost.delete(organization)
      } catch {
        all = false
      }
    }
    return all
  }
}

function lossOf(count: number, at: Date): TrackedEvent {
  return {
    id: uuidV7(at),
    type: 'qr_scan',
    campaign_id: null,
    campaign_recipient_id: null,
    landing_page_id: null,
    occurred_at: at.toISOString(),
    visitor: null,
    device_class: 'other',
    referrer_host: null,
    is_bot: true,
    bot_class: LOST,
    properties: { count },
  }
}

/** True where the database answered and said no: another try would end the same. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || !('sqlState' in error) || typeof error.sqlState !== 'string') return false
  return /^2[23]/.test(error.sqlState)
}
