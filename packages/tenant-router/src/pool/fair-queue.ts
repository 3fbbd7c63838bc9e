/** A queue in which each key has its turn: a key with a thousand waiting items delays the others by one each round. */
export class FairQueue<Item> {
  // A Map keeps insertion order: the first key is the next to be served.
  readonly #byKey = new Map<string, Item[]>()
  #size = 0

  get size(): number {
    return this.#size
  }

  push(key: string, item: Item): void {
    const items = this.#byKey.get(key)
    if (items) items.push(item)
    else this.#byKey.set(key, [item])
    this.#size++
  }

  /** The next item, from the key whose last turn is longest ago. */
  shift(): Item | undefined {
    const [first] = this.#byKey
    if (!first) return undefined
    const [key, items] = first
    const item = items.shift()
    this.#byKey.delete(key)
    if (items.length > 0) this.#byKey.set(key, items)
    this.#size--
    return item
  }

  /** Takes an item out before its turn. */
  remove(key: string, item: Item): boolean {
    const items = this.#byKey.get(key)
    const index = items?.indexOf(item) ?? -1
    if (!items || index < 0) return false
    items.splice(index, 1)
    if (items.length === 0) this.#byKey.delete(key)
    this.#size--
    return true
  }
}
