import path from 'node:path'
import { sql, tenantId } from '@lettershop/tenant-router'
import type { Services } from '#platform/services.ts'
import { Recorder } from './events/recorder.ts'
import { Spool } from './events/spool.ts'
import { RouteMap } from './organizations/route-map.ts'
import { MissBudget } from './scan/misses.ts'
import { VisitorKeys } from './visitors/visitor-key.ts'

const DRAIN_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
const REFRESH_MS = 300_000
const UPKEEP_MS = 3_600_000

/** What the public routes of one server share. */
export interface Tracker {
  readonly routes: RouteMap
  readonly recorder: Recorder
  readonly visitors: VisitorKeys
  readonly misses: MissBudget
}

interface OpenTracker extends Tracker {
  readonly spool: Spool
}

const trackers = new WeakMap<Services, Promise<OpenTracker>>()

/** The tracker of a server, opened on first use. */
export function trackerOf(services: Services): Promise<Tracker> {
  return openTracker(services)
}

function openTracker(services: Services): Promise<OpenTracker> {
  const known = trackers.get(services) ?? makeTracker(services)
  trackers.set(services, known)
  return known
}

async function makeTracker(services: Services): Promise<OpenTracker> {
  const spool = await Spool.open(path.join(services.config.dataDir, 'tracking', 'spool'))
  return {
    routes: await RouteMap.open(services),
    recorder: new Recorder(services, spool),
    visitors: new VisitorKeys(services),
    misses: new MissBudget(services),
    spool,
  }
}

/** What runs beside requests: brings spooled scans into the database, keeps the route map, destroys old visitor keys. */
export interface Tracking {
  stop(): Promise<void>
}

/** Starts what runs beside requests. A database that is away holds nothing up: everything here tries again. */
export async function startTracking(services: Services): Promise<Tracking> {
  const tracker = await openTracker(services)
  const loops = [
    repeat(DRAIN_MS, LONGEST_PAUSE_MS, () =>
      succeeds(services, 'empty the spool', () => tracker.recorder.drain()),
    ),
    repeat(REFRESH_MS, REFRESH_MS, () =>
      succeeds(services, 'refresh the route map', () => tracker.routes.refresh()),
    ),
    repeat(UPKEEP_MS, UPKEEP_MS, () =>
      succeeds(services, 'destroy old visitor keys', () => destroyOldKeys(services, tracker)),
    ),
  ]
  return {
    async stop() {
      for (const loop of loops) await loop.stop()
      await tracker.spool.close()
      trackers.delete(services)
    },
  }
}

/** Runs work now and then again and again, more rarely after failures, never twice at once. */
function repeat(everyMs: number, longestMs: number, work: () => Promise<boolean>): { stop(): Promise<void> } {
  let stopped = false
  let pause = everyMs
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const run = async () => {
    const ok = await work()
    pause = ok ? everyMs : Math.min(pause * 2, longestMs)
    if (stopped) return
    timer = setTimeout(start, pause)
    timer.unref()
  }
  const start = () => {
    running = run()
  }
  start()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}

/** False when the work threw or says itself that it is not through. */
async function succeeds(services: Services, what: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await work()) !== false
  } catch (error) {
    services.log.warn({ err: error }, `tracking could not ${what}; it tries again`)
    return false
  }
}

/** Also of organizations that nobody scans any more: a key that outlives its 48 hours would keep hashes meaningful. */
async function destroyOldKeys(services: Services, tracker: OpenTracker): Promise<void> {
  tracker.visitors.forgetOldDays(services.clock.now())
  const failures: unknown[] = []
  for (const organization of tracker.routes.organizations())
    await services.router
      .query(tenantId(organization), { id: null, role: 'system' }, deleteOldKeys)
      .catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

const deleteOldKeys = sql`
  delete from tracking.visitor_key
  where tenant_id = platform.tenant_id() and created_at < now() - interval '48 hours'`
