import type { ConnectionSettings } from '@lettershop/tenant-router'
import { JobQueue } from '../jobs/job-queue.ts'
import type { Services } from '../services.ts'
import { type PassContext, passOutbox } from './outbox-pass.ts'
import type { Subscriber, Subscribers } from './subscriber.ts'
import { type WakeUp, WakeUps } from './wake-ups.ts'

/** The net under a bell that was not heard. */
const SWEEP_MS = 3_000
/** How often the list of data sources is asked for again. */
const SOURCES_MS = 30_000
/** Organizations of one data source that are looked after at the same time. */
const LANES = 4

/** A database with organizations in it. */
export interface RelaySource {
  readonly id: string
  /** As role relay, directly and not through a pooler: it listens. */
  readonly connection: ConnectionSettings
}

export interface RelayOptions {
  readonly services: Services
  /** One table of subscribers a module. */
  readonly subscribers: readonly Subscribers[]
  /** All data sources there are now; asked again from time to time. */
  readonly sources: () => Promise<readonly RelaySource[]>
}

export interface Relay {
  /** Resolves when the queue can be reached. */
  start(): Promise<void>
  stop(): Promise<void>
}

/**
 * Makes the relay, which carries events out of the outboxes of all organizations: jobs into the queue, the rest to
 * subscribers, at least once each. Any number of relays may run; they share the work row by row.
 */
export function createRelay(options: RelayOptions): Relay {
  return new OutboxRelay(options)
}

class OutboxRelay implements Relay {
  readonly #options: RelayOptions
  readonly #queue: JobQueue
  readonly #context: PassContext
  readonly #stations = new Map<string, Station>()
  #timer: NodeJS.Timeout | undefined

  constructor(options: RelayOptions) {
    const { services } = options
    this.#options = options
    this.#queue = new JobQueue(services.control, error => services.log.warn({ err: error }, 'queue'))
    this.#context = {
      services,
      addJobs: jobs => this.#queue.add(jobs),
      subscribers: subscribersOf(options.subscribers),
    }
  }

  async start(): Promise<void> {
    await this.#queue.start()
    await this.#follow()
    this.#timer = setInterval(() => void this.#follow(), SOURCES_MS)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all([...this.#stations.values()].map(station => station.stop()))
    await this.#queue.stop()
  }

  /** Opens a station for each data source that is new. */
  async #follow(): Promise<void> {
    try {
      for (const source of await this.#options.sources()) {
        const known = this.#stations.get(source.id)
        if (known?.serves(source)) continue
        await known?.stop()
        this.#stations.set(source.id, new Station(source, this.#context))
      }
    } catch (error) {
      this.#context.services.log.warn({ err: error }, 'the data sources cannot be listed')
    }
  }
}

/** The relay's place at one data source. A source that is down delays no other. */
class Station {
  readonly #source: RelaySource
  readonly #context: PassContext
  readonly #wakeUps: WakeUps
  readonly #loop: Promise<void>
  #stopping = false
  #wake: () => void = () => {}

  constructor(source: RelaySource, context: PassContext) {
    this.#source = source
    this.#context = context
    this.#wakeUps = new WakeUps(source.connection, () => this.#wake())
    this.#loop = this.#run()
  }

  serves({ connection }: RelaySource): boolean {
    const own = this.#source.connection
    return (
      own.host === connection.host && own.port === connection.port && own.database === connection.database
    )
  }

  async stop(): Promise<void> {
    this.#stopping = true
    this.#wake()
    await this.#loop
    await this.#wakeUps.close()
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const rung = new Promise<void>(resolve => {
        this.#wake = resolve
      })
      try {
        await this.#sweep()
      } catch (error) {
        this.#context.services.log.warn(
          { err: error, source: this.#source.id },
          'the wake-up table cannot be read',
        )
      }
      if (!this.#stopping)
        await Promise.race([rung, new Promise(resolve => setTimeout(resolve, SWEEP_MS).unref())])
    }
  }

  async #sweep(): Promise<void> {
    const waiting = await this.#wakeUps.read()
    const lane = async () => {
      for (let next = waiting.shift(); next && !this.#stopping; next = waiting.shift())
        await this.#serve(next)
    }
    await Promise.all(Array.from({ length: LANES }, lane))
  }

  /**
   * The last wake-up row goes only when nothing waits any more: another relay may have the events in hand and die,
   * and without a row nobody would look again.
   */
  async #serve(wakeUp: WakeUp): Promise<void> {
    try {
      const { waiting } = await passOutbox(this.#context, wakeUp.tenantId)
      await this.#wakeUps.remove(wakeUp, waiting)
    } catch (error) {
      this.#context.services.log.warn(
        { err: error, tenant: wakeUp.tenantId },
        'an outbox could not be emptied; it is tried again',
      )
    }
  }
}

function subscribersOf(tables: readonly Subscribers[]): (type: string) => readonly Subscriber[] {
  return type => tables.flatMap(table => [table[type], table['*']].filter(one => one !== undefined))
}
