interface Entry<V> {
  readonly value: Promise<V>
  readonly expires: number
}

/**
 * A bounded cache with a time to live. Asked for the same key at once, it loads once; a failed load is forgotten.
 * The key used longest ago goes first when it is full.
 */
export class TtlCache<K, V> {
  readonly #ttlMs: number
  readonly #max: number
  readonly #now: () => number
  // A Map keeps insertion order; a hit moves its key to the end.
  readonly #entries = new Map<K, Entry<V>>()
  hits = 0
  misses = 0

  constructor(ttlMs: number, max: number, now: () => number) {
    this.#ttlMs = ttlMs
    this.#max = max
    this.#now = now
  }

  get size(): number {
    return this.#entries.size
  }

  has(key: K): boolean {
    const entry = this.#entries.get(key)
    return entry !== undefined && entry.expires > this.#now()
  }

  get(key: K, load: () => Promise<V>): Promise<V> {
    const entry = this.#entries.get(key)
    if (entry && entry.expires > this.#now()) {
      this.hits++
      this.#entries.delete(key)
      this.#entries.set(key, entry)
      return entry.value
    }
    this.misses++
    const value = load()
    const fresh = { value, expires: this.#now() + this.#ttlMs }
    this.#entries.delete(key)
    this.#entries.set(key, fresh)
    value.catch(() => {
      if (this.#entries.get(key) === fresh) this.#entries.delete(key)
    })
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > this.#max && oldest !== undefined) this.#entries.delete(oldest)
    return value
  }

  /** Forgets a key; a load under way is not kept either. */
  delete(key: K): void {
    this.#entries.delete(key)
  }

  clear(): void {
    this.#entries.clear()
  }
}
