import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type ListedSource, listSources, openConnection, withConnection } from '@lettershop/tenant-router'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type { Config } from '../platform/config/config.ts'
import type { Installation } from '../platform/db/installation.ts'
import { sourceLogin } from '../platform/db/source-login.ts'
import type { Storage } from '../platform/storage/index.ts'
import { Lines, type Manifest, type TableEntry, writeManifest } from './backup.manifest.ts'
import { backupTables, copyOut } from './backup.tables.ts'
import { CommandError } from './fail.ts'

export interface BackupSource {
  readonly config: Config
  readonly installation: Installation
  readonly storage: Storage
}

/**
 * Writes a backup: every table with COPY from one snapshot a database, as role ops, and every stored file.
 * @param folder new or empty
 * @param org short name or id of the one organization that is wanted; all when absent
 */
export async function writeBackup(from: BackupSource, folder: string, org?: string): Promise<Manifest> {
  const { installation } = from
  const opened: pg.Client[] = []
  const open = async (settings: Parameters<typeof openConnection>[0]) => {
    const client = await openConnection(settings)
    opened.push(client)
    await client.query('begin isolation level repeatable read read only')
    await client.query('select 1')
    return client
  }
  try {
    const control = await open(installation.login('ops', installation.controlDatabase))
    const organization = org === undefined ? null : await organizationOf(control, org)
    const sources = await sourcesOf(control, organization?.id)
    // All snapshots are taken before anything is copied, so that they lie close to one another.
    const tenants: { source: ListedSource; client: pg.Client }[] = []
    for (const source of sources) tenants.push({ source, client: await open(await loginOf(from, source)) })
    const databases: Manifest['databases'] = []
    if (organization === null)
      databases.push({
        name: 'control',
        kind: 'control',
        tables: await copyTables(control, folder, 'control'),
      })
    for (const { source, client } of tenants)
      databases.push({
        name: source.name,
        kind: 'tenant',
        tables: await copyTables(client, folder, source.name, organization?.id),
      })
    const manifest: Manifest = {
      format: 1,
      made_at: new Date().toISOString(),
      organization,
      schema: { control: await versionOf(control), tenant: await versionOf(tenants[0]?.client ?? control) },
      keys: await keysOf(tenants.map(({ client }) => client)),
      databases,
      files: await copyFiles(
        from.storage,
        folder,
        organization ? [organization.id] : await allOrganizations(control),
      ),
    }
    await writeManifest(folder, manifest)
    return manifest
  } finally {
    for (const client of opened) await client.end().catch(() => {})
  }
}

/** On a connection of its own: the credentials are not of the snapshot. */
function loginOf({ config, installation }: BackupSource, source: ListedSource) {
  return withConnection(installation.login('ops', installation.controlDatabase), client =>
    sourceLogin(client, config, installation, source, 'ops'),
  )
}

async function organizationOf(control: pg.ClientBase, org: string) {
  const { rows } = await control.query<{ id: string; slug: string; name: string }>(
    'select id, slug, name from identity.organization where slug = $1 or id::text = $1',
    [org],
  )
  if (!rows[0])
    throw new CommandError(`There is no organization called ${org}. \`tenant list\` shows them all.`)
  return rows[0]
}

async function sourcesOf(control: pg.ClientBase, organization: string | undefined): Promise<ListedSource[]> {
  const all = (await listSources(control)).filter(source => source.status !== 'retired')
  if (organization === undefined) return all
  const { rows } = await control.query<{ id: string; same: boolean }>(
    'select data_source_id as id, tenant_id_in_data_source = organization_id as same from tenancy.placement where organization_id = $1',
    [organization],
  )
  if (rows[0]?.same === false)
    throw new CommandError(
      'This organization has another id in its database, which came from elsewhere; back up the installation.',
    )
  return all.filter(source => source.id === rows[0]?.id)
}

async function allOrganizations(control: pg.ClientBase): Promise<string[]> {
  return (await control.query<{ id: string }>('select id from identity.organization')).rows.map(row => row.id)
}

async function copyTables(
  client: pg.Client,
  folder: string,
  database: string,
  organization?: string,
): Promise<TableEntry[]> {
  await mkdir(path.join(folder, database), { recursive: true, mode: 0o700 })
  const entries: TableEntry[] = []
  for (const table of await backupTables(client, organization === undefined ? 'all' : 'organization')) {
    const file = path.join(database, `${table.name.replaceAll('"', '')}.copy.gz`)
    const lines = new Lines()
    await pipeline(
      client.query(copyTo(copyOut(table, organization))),
      lines,
      createGzip({ level: 3 }),
      createWriteStream(path.join(folder, file), { mode: 0o600 }),
    )
    entries.push({ name: table.name, file, rows: lines.rows, sha256: lines.digest() })
  }
  return entries
}

async function copyFiles(storage: Storage, folder: string, organizations: readonly string[]) {
  const files: Manifest['files'] = []
  for (const organization of organizations)
    for await (const { key } of storage.list(`${organization}/`)) {
      const target = path.join(folder, 'files', key)
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
      const hash = createHash('sha256')
      let bytes = 0
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk)
          bytes += chunk.length
          done(null, chunk)
        },
      })
      await pipeline(await storage.open(key), measure, createWriteStream(target, { mode: 0o600 }))
      files.push({ key, bytes, sha256: hash.digest('hex') })
    }
  return files
}

/** The newest migration, as `source/version`. */
export async function versionOf(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ version: string }>(
    `select string_agg(source || '/' || version, ' ' order by source) as version
     from (select source, max(version) as version from platform.migration where version ~ '^[0-9]+$' group by 1) newest`,
  )
  return rows[0]?.version ?? ''
}

async function keysOf(tenants: readonly pg.ClientBase[]): Promise<string[]> {
  const keys = new Set<string>()
  for (const client of tenants)
    for (const { key_id } of (
      await client.query<{ key_id: string }>('select distinct key_id from platform.secret')
    ).rows)
      keys.add(key_id)
  return [...keys].sort()
}
