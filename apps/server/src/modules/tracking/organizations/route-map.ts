import { mkdir, open, readFile, rename } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '#platform/errors/app-error.ts'
import type { Services } from '#platform/services.ts'
import { within } from '../within.ts'
import {
  allRoutes,
  organizationOfRouteKey,
  organizationOfSlug,
  type RouteRow,
} from './organization.queries.ts'
import type { PublicOrganization } from './public-organization.ts'

const BELIEVED_MS = 60_000
const MISS_BELIEVED_MS = 5_000
/** How long somebody waits for what is known already to be confirmed, and for what is not known. */
const PATIENCE_MS = 100
const LONGEST_MS = 3_000
const SULK_MS = 5_000
const MOST_MISSES = 10_000

/**
 * Which organization a printed code or a page's address belongs to. Kept in memory and in a file of the data folder,
 * so that a scan is redirected while no database answers, also right after a restart.
 */
export class RouteMap {
  readonly #services: Services
  readonly #file: string
  readonly #byKey = new Map<string, PublicOrganization>()
  readonly #bySlug = new Map<string, PublicOrganization>()
  readonly #seen = new Map<string, number>()
  readonly #misses = new Map<string, number>()

  private constructor(services: Services, file: string) {
    this.#services = services
    this.#file = file
  }

  /** Opens the map with what the file remembers. */
  static async open(services: Services): Promise<RouteMap> {
    const file = path.join(services.config.dataDir, 'tracking', 'route-map.json')
    const map = new RouteMap(services, file)
    const text = await readFile(file, 'utf8').catch(() => '[]')
    try {
      for (const row of JSON.parse(text) as RouteRow[]) map.#learn(row, 0)
    } catch {
      services.log.warn({ file }, 'the route map is damaged; it is made anew from the database')
    }
    return map
  }

  /** The organization of a code's prefix, or undefined when there is none. What is known is believed when the database does not answer. */
  ofRouteKey(routeKey: string): Promise<PublicOrganization | undefined> {
    return this.#find(routeKey, this.#byKey, `key ${routeKey}`, () =>
      organizationOfRouteKey(this.#services.authPool, routeKey),
    )
  }

  /** The organization of an address, or undefined. */
  ofSlug(slug: string): Promise<PublicOrganization | undefined> {
    return this.#find(slug, this.#bySlug, `slug ${slug}`, () =>
      organizationOfSlug(this.#services.authPool, slug),
    )
  }

  /** Ids of all that are known. */
  organizations(): string[] {
    return [...this.#bySlug.values()].map(organization => organization.id)
  }

  /** Reads the whole map from the database and writes it to the disk. */
  async refresh(): Promise<void> {
    const rows = await allRoutes(this.#services.authPool)
    this.#byKey.clear()
    this.#bySlug.clear()
    for (const row of rows) this.#learn(row, Date.now())
    await this.#save(rows)
  }

  async #find(
    name: string,
    known: Map<string, PublicOrganization>,
    seen: string,
    ask: () => Promise<RouteRow | undefined>,
  ): Promise<PublicOrganization | undefined> {
    const now = Date.now()
    const before = known.get(name)
    if (before && now - (this.#seen.get(before.id) ?? 0) < BELIEVED_MS) return before
    if (!before && now - (this.#misses.get(seen) ?? 0) < MISS_BELIEVED_MS) return undefined
    try {
      const answer = await within(
        ask().then(row => ({ row })),
        before ? PATIENCE_MS : LONGEST_MS,
      )
      if (!answer) throw new AppError('unavailable', { retryAfterSeconds: 5 })
      const { row } = answer
      if (row) return this.#learn(row, now)
      known.delete(name)
      this.#misses.delete(seen)
      this.#misses.set(seen, now)
      if (this.#misses.size > MOST_MISSES) this.#misses.delete(this.#misses.keys().next().value ?? '')
      return undefined
    } catch (error) {
      if (!before) throw error
      // Believed a little longer, so that not everybody waits for a database that is away.
      this.#seen.set(before.id, now - BELIEVED_MS + SULK_MS)
      return before
    }
  }

  #learn({ route_keys, ...organization }: RouteRow, at: number): PublicOrganization {
    for (const key of route_keys) this.#byKey.set(key, organization)
    this.#bySlug.set(organization.slug, organization)
    this.#seen.set(organization.id, at)
    return organization
  }

  /** Written aside, flushed and renamed: a crash leaves the old map or the new one. */
  async #save(rows: readonly RouteRow[]): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 })
    const aside = `${this.#file}.${process.pid}`
    const handle = await open(aside, 'w', 0o600)
    try {
      await handle.writeFile(JSON.stringify(rows))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(aside, this.#file)
  }
}
