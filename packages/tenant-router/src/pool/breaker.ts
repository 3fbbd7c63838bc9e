/**
 * Stops asking a database that does not answer. After `threshold` failures in a row it opens; after a pause, which
 * doubles up to 30 s, the pool lets one probe through: its success closes the breaker, its failure opens it again.
 */
export class Breaker {
  readonly #threshold: number
  readonly #now: () => number
  #failures = 0
  #pauseMs = 0
  #openUntil = 0

  constructor(now: () => number, threshold = 5) {
    this.#now = now
    this.#threshold = threshold
  }

  get state(): 'closed' | 'open' | 'half_open' {
    if (this.#failures < this.#threshold) return 'closed'
    return this.#now() < this.#openUntil ? 'open' : 'half_open'
  }

  /** Seconds until the next probe, at least 1. */
  retryAfter(): number {
    return Math.max(1, Math.ceil((this.#openUntil - this.#now()) / 1_000))
  }

  succeeded(): void {
    this.#failures = 0
    this.#pauseMs = 0
  }

  failed(): void {
    this.#failures++
    if (this.#failures < this.#threshold) return
    this.#pauseMs = Math.min(30_000, Math.max(500, this.#pauseMs * 2))
    this.#openUntil = this.#now() + this.#pauseMs
  }
}
