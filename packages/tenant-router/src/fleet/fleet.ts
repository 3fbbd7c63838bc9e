import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import { withConnection } from '../connect/client.ts'
import type { ConnectionSettings } from '../connect/settings.ts'
import { isRouterError } from '../errors.ts'
import { type MigrateOptions, migrate } from '../migrate/migrate.ts'
import type { RoleNames } from '../migrate/roles.ts'
import { type ListedSource, listSources } from '../registry/data-sources.ts'
import { describeSchema, fingerprintOf } from './schema.ts'

export interface FleetOptions {
  /** The migrator's login for a data source. */
  readonly connectionTo: (source: ListedSource) => Promise<ConnectionSettings>
  readonly migrations: MigrateOptions
  readonly roles: RoleNames
  /** Databases that go first, by name; without names the first one. When one of them fails, nothing else is touched. */
  readonly canaries?: readonly string[]
  /** Databases migrated at once. Default 4. */
  readonly concurrency?: number
  /** Told of each database when it is done. */
  readonly onDone?: (result: FleetResult) => void
}

export interface FleetResult {
  readonly source: string
  readonly state: 'current' | 'failed' | 'untouched'
  readonly applied: number
  readonly milliseconds: number
  readonly error?: string
}

/**
 * Migrates every tenant database of the registry: canaries first, then the rest, a few at once. A database that fails
 * is marked and the others go on; running it again takes up what is left. Many at once are safe, on many machines.
 * @param control connection to the control database as `ops`
 */
export async function migrateFleet(control: pg.ClientBase, options: FleetOptions): Promise<FleetResult[]> {
  const sources = (await listSources(control)).filter(source => source.status !== 'retired')
  const names = new Set(options.canaries ?? sources.slice(0, 1).map(source => source.name))
  const canaries = sources.filter(source => names.has(source.name))
  const rest = sources.filter(source => !names.has(source.name))
  const record = recorder(control)
  const first = await wave(record, canaries, options)
  if (first.some(result => result.state === 'failed'))
    return [
      ...first,
      ...rest.map(source => ({
        source: source.name,
        state: 'untouched' as const,
        applied: 0,
        milliseconds: 0,
      })),
    ]
  return [...first, ...(await wave(record, rest, options))]
}

async function wave(
  record: RecordState,
  sources: readonly ListedSource[],
  options: FleetOptions,
): Promise<FleetResult[]> {
  const results: FleetResult[] = []
  const queue = sources.values()
  const worker = async () => {
    for (const source of queue) {
      const result = await migrateOne(record, source, options)
      results.push(result)
      options.onDone?.(result)
    }
  }
  await Promise.all(Array.from({ length: options.concurrency ?? 4 }, worker))
  return results
}

async function migrateOne(
  record: RecordState,
  source: ListedSource,
  options: FleetOptions,
): Promise<FleetResult> {
  const start = performance.now()
  await record(source.id, { state: 'running' })
  try {
    const connection = await options.connectionTo(source)
    const { applied } = await migrate(connection, options.migrations)
    const fingerprint = await withConnection(connection, async client => {
      await client.query(`set role "${options.roles.owner}"`)
      return fingerprintOf(await describeSchema(client, options.roles))
    })
    const version = applied.at(-1)
    const milliseconds = Math.round(performance.now() - start)
    await record(source.id, {
      state: 'current',
      fingerprint,
      milliseconds,
      ...(version ? { version: `${version.source}/${version.version}` } : {}),
    })
    return { source: source.name, state: 'current', applied: applied.length, milliseconds }
  } catch (error) {
    // A driver's message may name host and login; ours do not.
    const message = isRouterError(error) ? error.message : 'the database cannot be reached'
    const milliseconds = Math.round(performance.now() - start)
    await record(source.id, { state: 'failed', error: message, milliseconds })
    return { source: source.name, state: 'failed', applied: 0, milliseconds, error: message }
  }
}

interface State {
  readonly state: 'running' | 'current' | 'failed'
  readonly version?: string
  readonly fingerprint?: string
  readonly error?: string
  readonly milliseconds?: number
}

type RecordState = (sourceId: string, state: State) => Promise<unknown>

/** Writes the state of databases, one after the other: several are migrated at once, the control connection is one. */
function recorder(control: pg.ClientBase): RecordState {
  let tail: Promise<unknown> = Promise.resolve()
  return (sourceId, { state, version, fingerprint, error, milliseconds }) => {
    tail = tail.then(() =>
      control.query(
        `insert into tenancy.database_migration as m (data_source_id, state, version, fingerprint, error, milliseconds)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (data_source_id) do update set state = excluded.state, version = coalesce(excluded.version, m.version),
           fingerprint = coalesce(excluded.fingerprint, m.fingerprint), error = excluded.error,
           milliseconds = excluded.milliseconds, checked_at = now()`,
        [sourceId, state, version, fingerprint, error, milliseconds],
      ),
    )
    return tail
  }
}

export interface FleetStatus {
  readonly name: string
  readonly status: string
  readonly state: 'pending' | 'running' | 'current' | 'failed'
  readonly version: string | null
  readonly fingerprint: string | null
  readonly error: string | null
}

/** How far each database is, as the registry knows it. */
export async function fleetStatus(control: pg.ClientBase): Promise<FleetStatus[]> {
  const { rows } = await control.query<FleetStatus>(
    `select s.name, s.status, coalesce(m.state, 'pending') as state, m.version, m.fingerprint, m.error
     from tenancy.data_source s left join tenancy.database_migration m on m.data_source_id = s.id
     where s.status <> 'retired' order by s.name`,
  )
  return rows
}

export interface Drift {
  readonly source: string
  /** Lines of the schema that the database lacks. */
  readonly missing: readonly string[]
  /** Lines that it has and should not have. */
  readonly surplus: readonly string[]
  readonly error?: string
}

/**
 * Compares each database with the schema that it should have, object by object. Empty when nothing differs.
 * @param expected lines of `describeSchema` of a database that was just migrated from the files
 */
export async function checkDrift(
  control: pg.ClientBase,
  expected: readonly string[],
  options: Pick<FleetOptions, 'connectionTo' | 'roles'>,
): Promise<Drift[]> {
  const drifts: Drift[] = []
  const wanted = new Set(expected)
  for (const source of await listSources(control)) {
    if (source.status === 'retired') continue
    try {
      const found = await withConnection(await options.connectionTo(source), async client => {
        await client.query(`set role "${options.roles.owner}"`)
        return new Set(await describeSchema(client, options.roles))
      })
      const [missing, surplus] = [[...wanted.difference(found)], [...found.difference(wanted)]]
      if (missing.length + surplus.length > 0) drifts.push({ source: source.name, missing, surplus })
    } catch {
      drifts.push({ source: source.name, missing: [], surplus: [], error: 'the database cannot be reached' })
    }
  }
  return drifts
}

/**
 * Repairs one database after a failed migration: removes indexes that a broken `create index concurrently` left
 * invalid, and migrates again. What a failed transaction did is gone already.
 */
export async function repairSource(
  control: pg.ClientBase,
  name: string,
  options: FleetOptions,
): Promise<FleetResult> {
  const source = (await listSources(control)).find(entry => entry.name === name)
  if (!source) throw new TypeError(`there is no data source called ${name}`)
  await withConnection(await options.connectionTo(source), async client => {
    await client.query(`set role "${options.roles.owner}"`)
    const { rows } = await client.query<{ name: string }>(
      'select indexrelid::regclass::text as name from pg_index where not indisvalid',
    )
    for (const index of rows) await client.query(`drop index concurrently if exists ${index.name}`)
  })
  return migrateOne(recorder(control), source, options)
}
