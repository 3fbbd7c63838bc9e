import { text } from 'node:stream/consumers'
import {
  assertServingRole,
  fleetStatus,
  isRouterError,
  type ListedSource,
  listSources,
  openConnection,
  retireSource,
} from '@lettershop/tenant-router'
import type pg from 'pg'
import type { Config } from '../platform/config/config.ts'
import { addOtherSource, addOwnSource, type ReplicaWish } from '../platform/db/add-source.ts'
import { type Installation, prepareInstallation } from '../platform/db/installation.ts'
import type { DatabaseServer } from '../platform/db/server.ts'
import { sourceLogin } from '../platform/db/source-login.ts'
import { CommandError } from './fail.ts'
import type { AddOptions } from './source.ts'
import { withDatabaseServer } from './with-server.ts'

interface Registry {
  readonly server: DatabaseServer
  readonly config: Config
  readonly installation: Installation
  /** As `ops`. */
  readonly control: pg.Client
}

async function withRegistry<T>(work: (registry: Registry) => Promise<T>): Promise<T> {
  return withDatabaseServer(async (server, config) => {
    const installation = await prepareInstallation(server, config)
    const control = await openConnection(installation.login('ops', installation.controlDatabase))
    try {
      return await work({ server, config, installation, control })
    } finally {
      await control.end()
    }
  })
}

/** Makes or registers a database. */
export async function runSourceAdd(name: string, options: AddOptions): Promise<void> {
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(name))
    throw new CommandError('A name has lower-case letters, digits and hyphens, 41 at most.')
  const { region, capacity } = options
  const wish = {
    name,
    kind: options.shared ? ('shared' as const) : ('dedicated' as const),
    replicas: (options.replica ?? []).map(parseReplica),
    ...(region === undefined ? {} : { region }),
    ...(capacity === undefined ? {} : { capacity }),
  }
  const url = options.url === '-' ? (await text(process.stdin)).trim() : options.url
  await withRegistry(async ({ server, config, installation, control }) => {
    if ((await listSources(control)).some(source => source.name === name))
      throw new CommandError(`There is a data source called ${name} already.`)
    if (url === undefined) await addOwnSource(control, server, installation, wish)
    else await addOtherSource(control, config, installation, wish, url, { trusted: options.trusted === true })
  })
  process.stdout.write(`Added ${name}. \`source test ${name}\` tries the way there.\n`)
}

function parseReplica(text: string): ReplicaWish {
  const [, host, port, region] = /^(.+):(\d{1,5}):([a-z0-9-]+)$/.exec(text) ?? []
  if (!host || !port || !region)
    throw new CommandError(`${text} is not a replica: write host:port:region, such as 10.0.0.7:5432:eu.`)
  return { host, port: Number(port), region }
}

/** Prints all data sources. */
export async function runSourceList({ json }: { json?: true }): Promise<void> {
  const sources = await withRegistry(async ({ control }) => {
    const states = new Map((await fleetStatus(control)).map(state => [state.name, state]))
    return (await listSources(control)).map(({ tls_ca: _, ...source }) => ({
      ...source,
      migration: states.get(source.name)?.state ?? null,
      migration_error: states.get(source.name)?.error ?? null,
    }))
  })
  if (json) process.stdout.write(`${JSON.stringify(sources, null, 2)}\n`)
  else
    for (const {
      name,
      kind,
      status,
      region,
      placements,
      capacity,
      migration,
      host,
      port,
      database,
    } of sources)
      process.stdout.write(
        `${name.padEnd(24)} ${kind.padEnd(10)} ${status.padEnd(9)} ${region.padEnd(10)} ${`${placements}/${capacity ?? 'any'}`.padEnd(10)} ${(migration ?? '').padEnd(8)} ${host}:${port}/${database}\n`,
      )
}

/** What `source test` found; each later step is false when an earlier one failed. */
interface SourceTest {
  readonly credentials_readable: boolean
  readonly reachable: boolean
  readonly serving_role_safe: boolean
  readonly error?: string
}

/** Tries the way to one, step by step; exit 1 when a step fails. */
export async function runSourceTest(name: string, { json }: { json?: true }): Promise<void> {
  const found = await withRegistry(async registry => testSource(registry, await sourceNamed(registry, name)))
  if (json) process.stdout.write(`${JSON.stringify(found)}\n`)
  else for (const [step, value] of Object.entries(found)) process.stdout.write(`${step}: ${value}\n`)
  if (found.error !== undefined) process.exitCode = 1
}

async function testSource(
  { control, config, installation }: Registry,
  source: ListedSource,
): Promise<SourceTest> {
  const steps = { credentials_readable: false, reachable: false, serving_role_safe: false }
  try {
    const login = await sourceLogin(control, config, installation, source, 'app')
    steps.credentials_readable = true
    const client = await openConnection(login)
    steps.reachable = true
    await client.end()
    await assertServingRole(login)
    steps.serving_role_safe = true
    return steps
  } catch (error) {
    // A driver's text may name host and login; ours does not.
    return { ...steps, error: isRouterError(error) ? error.message : 'the database cannot be reached' }
  }
}

/** Takes an empty one out of use. */
export async function runSourceRetire(name: string): Promise<void> {
  await withRegistry(async registry => {
    await sourceNamed(registry, name)
    await retireSource(registry.control, name)
  })
  process.stdout.write(`${name} is retired. Its database stays; drop it by hand when no backup needs it.\n`)
}

async function sourceNamed({ control }: Registry, name: string): Promise<ListedSource> {
  const found = (await listSources(control)).find(source => source.name === name)
  if (!found) throw new CommandError(`There is no data source called ${name}. \`source list\` shows them.`)
  return found
}
