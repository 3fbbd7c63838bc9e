import { clientKey, consume } from '#platform/http/rate-budget.ts'
import type { Services } from '#platform/services.ts'

/** Codes that a network may get wrong in a window: people mistype, programs guess. */
const MISSES = { limit: 60, seconds: 600 } as const
const MOST_BLOCKED = 100_000

/**
 * Stops guessing. Only misses are counted (in the database, for all processes together); a network that has used up
 * its budget is not answered any more, right guesses included, until the window is over.
 */
export class MissBudget {
  readonly #services: Services
  readonly #blocked = new Map<string, number>()

  constructor(services: Services) {
    this.#services = services
  }

  /** Seconds for which this address is not answered; 0 when it is. */
  blockedSeconds(address: string): number {
    const client = clientKey(this.#services, address)
    const until = this.#blocked.get(client)
    if (until === undefined) return 0
    const left = until - Date.now()
    if (left <= 0) this.#blocked.delete(client)
    return Math.max(0, Math.ceil(left / 1000))
  }

  /**
   * Counts a miss. A budget that cannot be counted is not enforced: a recipient with a card in hand must not suffer
   * for a database that is away.
   */
  async miss(address: string): Promise<void> {
    const client = clientKey(this.#services, address)
    try {
      const budget = await consume(this.#services, `scan-miss:${client}`, MISSES.limit, MISSES.seconds)
      if (budget.allowed) return
      this.#blocked.set(client, Date.now() + budget.retry_after_seconds * 1000)
      if (this.#blocked.size > MOST_BLOCKED) this.#blocked.delete(this.#blocked.keys().next().value ?? '')
    } catch (error) {
      this.#services.log.warn({ err: error }, 'a miss could not be counted')
    }
  }
}
