import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import { withConnection } from '../connect/client.ts'
import type { ConnectionSettings } from '../connect/settings.ts'
import { RouterError } from '../errors.ts'
import { quoteIdentifier } from '../sql-tag.ts'
import {
  type MigrationFile,
  type MigrationSource,
  readRepeatable,
  readVersioned,
  substitute,
} from './files.ts'
import { type Applied, explain, plan } from './plan.ts'

export interface MigrateOptions {
  /** Applied in the order of this list, each in the order of its versions. */
  readonly sources: readonly MigrationSource[]
  /** Run again whenever their text changed, after all versions. */
  readonly repeatable?: readonly MigrationSource[]
  /** Must hold `owner`, the role that all objects belong to; the rest is for the files. See `roleNames`. */
  readonly variables: Readonly<Record<string, string>> & { readonly owner: string }
  /** Told of each file before it runs. */
  readonly onFile?: (file: { source: string; version: string; name: string }) => void
}

export interface MigrationReport {
  readonly applied: readonly {
    readonly source: string
    readonly version: string
    readonly name: string
    readonly milliseconds: number
  }[]
  /** Files that were applied before. */
  readonly unchanged: number
}

/**
 * Brings one database to the newest version. Twenty at once are safe: one works, the others wait and find nothing
 * to do. A failed file leaves nothing behind (unless it says `--! no-transaction`) and ends the run.
 * @param connection a login that may SET ROLE to `variables.owner`; not through PgBouncer
 * @throws {RouterError} `migration`: a changed or missing file, a database newer than this program, or SQL that fails
 */
export async function migrate(
  connection: ConnectionSettings,
  options: MigrateOptions,
): Promise<MigrationReport> {
  const files = (await Promise.all(options.sources.map(readVersioned))).flat()
  const repeatable = (await Promise.all((options.repeatable ?? []).map(readRepeatable))).flat()
  return withConnection({ ...connection, applicationName: 'tenant-router migrate' }, async client => {
    await client.query(`set role ${quoteIdentifier(options.variables.owner)}`)
    // A session lock: it goes with the connection, also when this process is killed.
    await client.query("select pg_advisory_lock(hashtextextended('tenant-router:migrate', 0))")
    await prepareState(client)
    const todo = plan(files, repeatable, await readApplied(client))
    const applied: MigrationReport['applied'][number][] = []
    for (const file of todo) {
      options.onFile?.(file)
      const milliseconds = await apply(client, file, substitute(file, options.variables))
      applied.push({ source: file.source, version: file.version, name: file.name, milliseconds })
    }
    return { applied, unchanged: files.length + repeatable.length - todo.length }
  })
}

/** What {@link migrate} would run, without running it. Empty for a current database. */
export async function pendingMigrations(
  connection: ConnectionSettings,
  options: Pick<MigrateOptions, 'sources' | 'repeatable' | 'variables'>,
): Promise<{ source: string; version: string; name: string }[]> {
  const files = (await Promise.all(options.sources.map(readVersioned))).flat()
  const repeatable = (await Promise.all((options.repeatable ?? []).map(readRepeatable))).flat()
  return withConnection(connection, async client => {
    const member = await client.query('select where pg_has_role($1, $2)', [options.variables.owner, 'member'])
    if (member.rowCount === 1) await client.query(`set role ${quoteIdentifier(options.variables.owner)}`)
    const { rows } = await client.query<{ there: boolean }>(
      "select to_regclass('platform.migration') is not null as there",
    )
    return plan(files, repeatable, rows[0]?.there ? await readApplied(client) : []).map(
      ({ source, version, name }) => ({ source, version, name }),
    )
  })
}

async function prepareState(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('platform.migration') is not null as there",
  )
  if (rows[0]?.there) return
  await client.query(`
    create schema if not exists platform;
    create table platform.migration (
      source text not null,
      version text not null,
      name text not null,
      sha256 text not null,
      breaking boolean not null,
      applied_at timestamptz not null default now(),
      milliseconds integer not null,
      primary key (source, version)
    );
    comment on table platform.migration is 'Migration files that were applied to this database.';
    comment on column platform.migration.source is '[none] folder of the file, by its recorded name';
    comment on column platform.migration.version is '[none] four digits, or the name of a repeatable file';
    comment on column platform.migration.name is '[none]';
    comment on column platform.migration.sha256 is '[none]';
    comment on column platform.migration.breaking is 'Programs that do not know this file must not serve the database.';
  `)
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  return (
    await client.query<Applied>('select source, version, name, sha256, breaking from platform.migration')
  ).rows
}

async function apply(client: pg.Client, file: MigrationFile, text: string): Promise<number> {
  const start = performance.now()
  try {
    if (!file.noTransaction) await client.query('begin')
    await client.query(text)
    const milliseconds = Math.round(performance.now() - start)
    await record(client, file, milliseconds)
    if (!file.noTransaction) await client.query('commit')
    return milliseconds
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new RouterError('migration', `${file.path}: ${explain(error, text)}`, {}, { cause: error })
  }
}

async function record(client: pg.Client, file: MigrationFile, milliseconds: number): Promise<void> {
  await client.query(
    `insert into platform.migration (source, version, name, sha256, breaking, milliseconds)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (source, version) do update
       set sha256 = excluded.sha256, breaking = excluded.breaking, applied_at = now(), milliseconds = excluded.milliseconds`,
    [file.source, file.version, file.name, file.sha256, file.breaking, milliseconds],
  )
}
