import { createHmac, randomBytes } from 'node:crypto'
import { sql, tenantId } from '@lettershop/tenant-router'
import type { Services } from '#platform/services.ts'

const SYSTEM = { id: null, role: 'system' }
const MOST_REMEMBERED = 20_000

/**
 * Recognises a visitor within a day and never beyond: an HMAC of address and browser under a key that lives one day
 * (UTC) and is destroyed 48 hours after it was made. Without the key the hash means nothing.
 */
export class VisitorKeys {
  readonly #services: Services
  readonly #keys = new Map<string, Promise<Buffer>>()
  readonly #ready = new Map<string, Buffer>()

  constructor(services: Services) {
    this.#services = services
  }

  /**
   * Hash of a visitor, or null when today's key is not at hand and cannot be had at once: better no visitor than a
   * visitor who waits.
   */
  visitor(organization: string, address: string, agent: string, at: Date): string | null {
    const key = this.#ready.get(nameOf(organization, at))
    if (!key) return null
    return createHmac('sha256', key).update(`${address}\n${agent}`).digest('base64url').slice(0, 32)
  }

  /** Fetches today's key, once. Rejects when the database does not answer. */
  async prepare(organization: string, at: Date): Promise<void> {
    const name = nameOf(organization, at)
    if (this.#ready.has(name)) return
    const reading = this.#keys.get(name) ?? this.#read(organization, dayOf(at))
    this.#keys.set(name, reading)
    try {
      this.#ready.set(name, await reading)
    } finally {
      this.#keys.delete(name)
    }
    if (this.#ready.size > MOST_REMEMBERED) this.#ready.delete(this.#ready.keys().next().value ?? '')
  }

  /** Forgets the keys of other days. */
  forgetOldDays(at: Date): void {
    for (const name of this.#ready.keys()) if (!name.endsWith(dayOf(at))) this.#ready.delete(name)
  }

  async #read(organization: string, day: string): Promise<Buffer> {
    const select = sql<{ key: Buffer }>`
      select key from tracking.visitor_key where tenant_id = platform.tenant_id() and day = ${day}`
    return this.#services.router.withTenant(tenantId(organization), SYSTEM, async tx => {
      const [, , found] = await tx.batch([
        sql`delete from tracking.visitor_key
            where tenant_id = platform.tenant_id() and created_at < now() - interval '48 hours'`,
        sql`insert into tracking.visitor_key (day, key) values (${day}, ${randomBytes(32)})
            on conflict (tenant_id, day) do nothing`,
        select,
      ])
      // A key that another process made in this moment is seen by the next statement only.
      return (found.rows[0] ?? (await tx.row(select))).key
    })
  }
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)
const nameOf = (organization: string, at: Date) => `${organization} ${dayOf(at)}`
