import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import {
  createDatabase,
  createKeyring,
  listSources,
  migrate,
  openEnvelope,
  sealEnvelope,
  withConnection,
} from '@lettershop/tenant-router'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { migrationsOf } from '../platform/db/migrations.ts'
import type { DatabaseServer } from '../platform/db/server.ts'
import { sourceLogin } from '../platform/db/source-login.ts'
import { Lines, type Manifest, readManifest, type TableEntry } from './backup.manifest.ts'
import { type BackupTable, backupTables, copyIn, copyOut } from './backup.tables.ts'
import { type BackupSource, versionOf } from './backup.write.ts'
import { CommandError } from './fail.ts'

export interface Restored {
  readonly tables: number
  readonly rows: number
  readonly files: number
}

/** An id of the backup and the one that takes its place. */
interface Renaming {
  readonly from: string
  readonly to: string
}

/**
 * Restores a whole installation into an empty one. All its databases are made on the installation's own server.
 * Each database is one transaction, committed only when every table's rows hash to what the manifest says.
 */
export async function restoreInstallation(
  into: BackupSource,
  server: Pick<DatabaseServer, 'admin'>,
  folder: string,
): Promise<Restored> {
  const { installation } = into
  const manifest = await readManifest(folder)
  if (manifest.organization !== null)
    throw new CommandError(
      `This is the backup of one organization (${manifest.organization.slug}): say --org with the organization that takes it.`,
    )
  await assertFits(into, manifest)
  const home = installation.login('ops', installation.controlDatabase)
  await withConnection(home, async control => {
    const { rowCount } = await control.query('select from identity.organization limit 1')
    if (rowCount !== 0)
      throw new CommandError(
        'This installation holds organizations. Restore into a fresh one: another data folder, or an empty DATABASE_URL.',
      )
    const part = manifest.databases.find(database => database.kind === 'control')
    if (!part) throw new CommandError('The backup has no control database.')
    await control.query('begin')
    // The registry of the backup takes the place of the one that a fresh installation begins with.
    await control.query('delete from tenancy.data_source')
    await readTables(control, folder, part.tables, 'all')
    await control.query(
      `update tenancy.data_source set host = $1, port = $2, foreign_server = false, tls_mode = 'disable',
         database = case when name = 'shared-1' then $3 else replace(name, '-', '_') end`,
      [home.host, home.port, installation.tenantDatabase],
    )
    await control.query('commit')
  })
  for (const { name, kind, tables } of manifest.databases) {
    if (kind === 'control') continue
    const database = name === 'shared-1' ? installation.tenantDatabase : name.replaceAll('-', '_')
    await createDatabase(server.admin, database, { roles: installation.roles })
    await migrate(installation.login('migrator', database), migrationsOf('tenant', installation.roles))
    await withConnection(installation.login('ops', database), async client => {
      await client.query('begin')
      await scope(client, NOBODY)
      await readTables(client, folder, tables, 'all')
      await client.query('delete from platform.wake_up')
      await client.query(
        'insert into platform.wake_up (tenant_id) select distinct tenant_id from platform.outbox where processed_at is null',
      )
      await client.query('commit')
    })
  }
  return figures(manifest, await readFiles(into, folder, manifest))
}

/**
 * Restores one organization's contents into an organization that is there and empty: the same one, or another one,
 * whose id then takes the place of the old one everywhere. Members, keys and addresses of codes are the target's own.
 */
export async function restoreOrganization(
  into: BackupSource,
  folder: string,
  org: string,
): Promise<Restored> {
  const { config, installation } = into
  const manifest = await readManifest(folder)
  const [part] = manifest.databases
  if (manifest.organization === null || !part)
    throw new CommandError(
      'This is the backup of an installation; restore it without --org, into a fresh one.',
    )
  await assertFits(into, manifest)
  const from = manifest.organization.id
  const renaming = await withConnection(
    installation.login('ops', installation.controlDatabase),
    async control => {
      const { rows } = await control.query<{ id: string; source: string }>(
        `select o.id, s.name as source from identity.organization o join tenancy.placement p on p.organization_id = o.id
       join tenancy.data_source s on s.id = p.data_source_id where o.slug = $1 or o.id::text = $1`,
        [org],
      )
      const target = rows[0]
      const source = (await listSources(control)).find(one => one.name === target?.source)
      if (!target || !source)
        throw new CommandError(
          `There is no organization called ${org} with a home. Make it: \`tenant create\`.`,
        )
      const renaming = { from, to: target.id }
      await withConnection(await sourceLogin(control, config, installation, source, 'ops'), async client => {
        await client.query('begin')
        await assertEmpty(client, target.id, org)
        await scope(client, target.id)
        await readTables(client, folder, part.tables, 'organization', renaming)
        if (from !== target.id) await resealSecrets(client, config.keyRing, renaming)
        await client.query('commit')
      })
      return renaming
    },
  )
  return figures(manifest, await readFiles(into, folder, manifest, renaming))
}

/** An id that no organization has. */
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Rows name their organization themselves; only the bell of the outbox asks whose transaction it is in. */
function scope(client: pg.ClientBase, organization: string): Promise<unknown> {
  return client.query("select set_config('app.tenant_id', $1, true)", [organization])
}

const figures = (manifest: Manifest, files: number): Restored => {
  const tables = manifest.databases.flatMap(database => database.tables)
  return { tables: tables.length, rows: tables.reduce((sum, table) => sum + table.rows, 0), files }
}

/** The same schema, and every key that secrets of the backup need. */
async function assertFits({ config, installation }: BackupSource, { schema, keys }: Manifest): Promise<void> {
  const tenant = await withConnection(installation.login('ops', installation.tenantDatabase), versionOf)
  if (tenant !== schema.tenant)
    throw new CommandError(
      `The backup has schema ${schema.tenant}, this program ${tenant}. Restore with the version that made it, then migrate.`,
    )
  const held = new Set(config.keyRing.split(',').map(entry => entry.split(':')[0]))
  const missing = keys.filter(key => !held.has(key))
  if (missing.length > 0)
    throw new CommandError(
      `Secrets in the backup need the key ${missing.join(', ')}. Bring LETTERSHOP_KEYS and LETTERSHOP_SECRET (or secrets.json of the old data folder).`,
    )
}

async function assertEmpty(client: pg.ClientBase, organization: string, org: string): Promise<void> {
  for (const table of await backupTables(client, 'organization')) {
    const { rowCount } = await client.query(`select from ${table.name} where tenant_id = $1 limit 1`, [
      organization,
    ])
    if (rowCount !== 0)
      throw new CommandError(
        `${org} has rows in ${table.name} already. Restore into an organization that is empty.`,
      )
  }
}

/** Puts every table in and reads it back: what comes out must hash to what the manifest says. */
async function readTables(
  client: pg.Client,
  folder: string,
  entries: readonly TableEntry[],
  part: 'all' | 'organization',
  renaming?: Renaming,
): Promise<void> {
  const byName = new Map(entries.map(entry => [entry.name, entry]))
  for (const table of await backupTables(client, part)) {
    const entry = byName.get(table.name)
    if (!entry) throw new CommandError(`The backup has no table ${table.name}.`)
    const read = new Lines()
    const file = createReadStream(path.join(folder, entry.file))
    await pipeline(
      file,
      createGunzip(),
      read,
      renamed(renaming),
      client.query(copyFrom(copyIn(table))),
    ).catch((cause: unknown) => {
      throw new CommandError(
        `${entry.file} cannot be read back: ${cause instanceof Error ? cause.message : ''}`,
        1,
      )
    })
    const [stored, back] = [read.digest(), await hashOf(client, table, renaming)]
    if (stored !== entry.sha256 || back !== entry.sha256)
      throw new CommandError(
        `${table.name} does not match the manifest (${stored === entry.sha256 ? 'after it was put in' : 'the file was changed'}). Nothing of this database was kept.`,
        1,
      )
  }
}

const renamed = (renaming: Renaming | undefined) =>
  new Lines(renaming && renaming.from !== renaming.to ? [renaming.from, renaming.to] : undefined)

/** Hash of a table's rows as the backup would write them, under the organization's old id. */
async function hashOf(client: pg.Client, table: BackupTable, renaming?: Renaming): Promise<string> {
  const lines = renamed(renaming && { from: renaming.to, to: renaming.from })
  const away = new Writable({ write: (_chunk, _encoding, done) => done() })
  await pipeline(client.query(copyTo(copyOut(table, renaming?.to))), lines, away)
  return lines.digest()
}

/** Secrets are bound to their organization; under another id they are opened with the old and closed with the new one. */
async function resealSecrets(client: pg.ClientBase, keyRing: string, { from, to }: Renaming): Promise<void> {
  const keys = createKeyring(keyRing)
  const { rows } = await client.query<{ id: string; key_id: string; wrapped_key: string; secret: string }>(
    'select id, key_id, wrapped_key, ciphertext as secret from platform.secret where tenant_id = $1',
    [to],
  )
  for (const { id, ...envelope } of rows) {
    const at = (owner: string) => ({ table: 'platform.secret', owner, row: id, column: 'ciphertext' })
    const plain = await openEnvelope(keys, at(from), { format_version: 1, ...envelope })
    const sealed = await sealEnvelope(keys, at(to), plain)
    await client.query(
      'update platform.secret set key_id = $3, wrapped_key = $4, ciphertext = $5 where tenant_id = $1 and id = $2',
      [to, id, sealed.key_id, sealed.wrapped_key, sealed.secret],
    )
  }
}

async function readFiles(
  { storage }: BackupSource,
  folder: string,
  { files }: Manifest,
  renaming?: Renaming,
): Promise<number> {
  for (const { key, sha256 } of files) {
    const bytes = await readFile(path.join(folder, 'files', key))
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      throw new CommandError(
        `files/${key} does not match the manifest: the backup was changed or cut off.`,
        1,
      )
    await storage.put(renaming ? key.replace(renaming.from, renaming.to) : key, bytes)
  }
  return files.length
}
