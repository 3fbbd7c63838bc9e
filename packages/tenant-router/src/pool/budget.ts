/** What the budget needs from a pool. */
export interface BudgetMember {
  readonly openCount: number
  readonly waitingCount: number
  /** Closes one idle connection to make room; false when there is none. */
  closeIdle(): boolean
  /** Told that there may be room now. */
  retry(): void
}

/** Most connections of this process to all databases together. Idle ones make room for those who wait. */
export class Budget {
  readonly #max: number
  readonly #members = new Set<BudgetMember>()
  readonly #hungry = new Set<BudgetMember>()
  #used = 0

  constructor(max: number) {
    this.#max = max
  }

  join(member: BudgetMember): void {
    this.#members.add(member)
  }

  leave(member: BudgetMember): void {
    this.#members.delete(member)
    this.#hungry.delete(member)
  }

  /** Takes room for one connection, if need be from an idle one of the pool that has most. */
  take(member: BudgetMember): boolean {
    if (this.#used < this.#max) return this.#count(member)
    const others = [...this.#members]
      .filter(other => other !== member)
      .sort((a, b) => b.openCount - a.openCount)
    if (others.some(other => other.closeIdle())) return this.#count(member)
    this.#hungry.add(member)
    return false
  }

  #count(member: BudgetMember): boolean {
    this.#hungry.delete(member)
    this.#used++
    return true
  }

  /** Gives room back and wakes the pool that has waited longest for it. */
  give(): void {
    this.#used--
    const [next] = this.#hungry
    if (!next) return
    this.#hungry.delete(next)
    next.retry()
  }

  /** True when a pool should close a released connection because another pool waits and this one has its share. */
  wanted(member: BudgetMember): boolean {
    if (this.#hungry.size === 0) return false
    return (
      member.waitingCount === 0 || member.openCount > Math.floor(this.#max / Math.max(1, this.#members.size))
    )
  }
}
