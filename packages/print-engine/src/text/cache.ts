/**
 * A bounded cache that forgets what was not asked for lately: when the young half is full it becomes the old half, and
 * the old half is dropped. Costs one map look-up for what is in use, and never empties at once.
 */
export class Cache<V> {
  private young = new Map<string, V>()
  private old = new Map<string, V>()
  private readonly half: number

  /** @param size entries that are kept at most. */
  constructor(size: number) {
    this.half = Math.max(1, Math.floor(size / 2))
  }

  get(key: string): V | undefined {
    const value = this.young.get(key)
    if (value !== undefined) return value
    const kept = this.old.get(key)
    if (kept !== undefined) this.set(key, kept)
    return kept
  }

  set(key: string, value: V): void {
    if (this.young.size >= this.half) {
      this.old = this.young
      this.young = new Map()
    }
    this.young.set(key, value)
  }
}
