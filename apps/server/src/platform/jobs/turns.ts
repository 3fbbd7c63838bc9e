import type { TenantId } from '@lettershop/tenant-router'

/** Beyond this many organizations a round is cut short; nobody waits longer for it than one more round. */
const LONGEST_ROUND = 500

/**
 * Takes turns between organizations: each that has waiting jobs gets one started before any gets a second, so ten
 * thousand jobs of one organization do not stand before the single job of another.
 */
export class Turns {
  readonly #served = new Set<TenantId>()

  /**
   * @param take takes the oldest job of an organization outside the list
   * @param never organizations that get none now, turn or not
   */
  async next<Taken extends { readonly tenantId: TenantId }>(
    take: (notOf: readonly TenantId[]) => Promise<Taken | undefined>,
    never: Iterable<TenantId> = [],
  ): Promise<Taken | undefined> {
    const excluded = [...never]
    let taken = await take([...new Set([...this.#served, ...excluded])])
    if (!taken && this.#served.size > 0) {
      this.#served.clear()
      taken = await take(excluded)
    }
    if (taken) this.#served.add(taken.tenantId)
    if (this.#served.size > LONGEST_ROUND) this.#served.clear()
    return taken
  }
}
