import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { dropDatabase } from '@lettershop/tenant-router'
import { openTestDatabases, type TestDatabases } from '@lettershop/testkit'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openFileStorage } from '#platform/storage/index.ts'
import { fillOrganization } from '../server/test-sentinel.ts'
import { Lines } from './backup.manifest.ts'
import { type BackupSource, writeBackup } from './backup.write.ts'
import { restoreInstallation, restoreOrganization } from './restore.read.ts'

let world: TestApp
let fresh: TestDatabases
let folder: string
/** Where the second source is restored: its name with underscores. */
const SECOND = 'shared_2'

/** What the commands work on, from databases of a test. */
async function at(databases: TestDatabases, storage = world.services.storage): Promise<BackupSource> {
  const { roles, control: controlDatabase, shared: tenantDatabase, login } = databases
  return { config: world.config, installation: { roles, controlDatabase, tenantDatabase, login }, storage }
}
const newFolder = () => mkdtemp(path.join(inject('server').base, 'backup-'))

beforeAll(async () => {
  world = await openTestApp()
  fresh = await openTestDatabases()
  await fillOrganization(world.acme, 'backedup')
  await world.faraway.owner.post(`/v1/orgs/${world.faraway.slug}/teams`, { name: 'far' })
  folder = await newFolder()
}, 120_000)
afterAll(async () => {
  await dropDatabase(fresh.superuser('postgres'), SECOND)
  await fresh.drop()
  await world.close()
})

test('an installation comes back in a fresh one, every table and file with its hash', async () => {
  const source = await at(world.databases)
  const manifest = await writeBackup(source, folder)
  expect(manifest.databases.map(database => database.name).sort()).toEqual([
    'control',
    'shared-1',
    'shared-2',
  ])
  const storage = await openFileStorage(await newFolder())
  const into = await at(fresh, storage)
  const restored = await restoreInstallation(into, { admin: fresh.superuser('postgres') }, folder)
  expect(restored.files).toBe(manifest.files.length)
  expect(restored.files).toBeGreaterThan(3)
  expect(restored.rows).toBeGreaterThan(100)
  // What was restored, backed up again, is the same backup; only addresses of databases differ.
  const again = await writeBackup(into, await newFolder())
  const hashes = (of: typeof manifest) =>
    Object.fromEntries(
      of.databases.flatMap(({ name, tables }) =>
        tables
          .filter(table => table.name !== 'tenancy.data_source')
          .map(table => [`${name} ${table.name}`, table.sha256]),
      ),
    )
  expect(hashes(again)).toEqual(hashes(manifest))
  expect(again.files.sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
    manifest.files.sort((a, b) => (a.key < b.key ? -1 : 1)),
  )
  await expect(restoreInstallation(into, { admin: fresh.superuser('postgres') }, folder)).rejects.toThrow(
    /holds organizations/,
  )
}, 120_000)

test('an organization’s backup goes into another, empty organization, and holds nothing of a neighbour', async () => {
  const source = await at(world.databases)
  const mine = await newFolder()
  const manifest = await writeBackup(source, mine, 'acme')
  expect(manifest.files.every(file => file.key.startsWith(world.acme.id))).toBe(true)
  const copy = await world.newOrganization('Copy')
  await expect(restoreOrganization(source, mine, 'acme')).rejects.toThrow(/has rows in/)
  const restored = await restoreOrganization(source, mine, copy.slug)
  expect(restored.rows).toBe(manifest.databases[0]?.tables.reduce((sum, table) => sum + table.rows, 0))
  const campaigns = (await copy.owner.get(`/v1/orgs/${copy.slug}/campaigns`)).json().data
  expect(campaigns).toMatchObject([{ name: 'backedup campaign', status: 'ready' }])
  const files = (
    await copy.owner.get(`/v1/orgs/${copy.slug}/campaigns/${campaigns[0].id}/print-files`)
  ).json().data
  const content = await copy.owner.get(
    `/v1/orgs/${copy.slug}/campaigns/${campaigns[0].id}/print-files/${files[0].file_id ?? files[0].id}/content`,
  )
  expect(content.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
}, 120_000)

test('negative control: one changed byte in a table or a file is found, and nothing is kept', async () => {
  const source = await at(world.databases)
  const empty = await world.newOrganization('Empty')
  const spoiled = await newFolder()
  const manifest = await writeBackup(source, spoiled, 'acme')
  const entry = manifest.databases[0]?.tables.find(table => table.name === 'campaigns.comment')
  const text = await readFile(path.join(spoiled, 'manifest.json'), 'utf8')
  await writeFile(path.join(spoiled, 'manifest.json'), text.replace(entry?.sha256 ?? '', 'f'.repeat(64)))
  await expect(restoreOrganization(source, spoiled, empty.slug)).rejects.toThrow(
    /campaigns.comment does not match/,
  )
  expect((await empty.owner.get(`/v1/orgs/${empty.slug}/campaigns`)).json().data).toEqual([])
  await writeFile(path.join(spoiled, 'manifest.json'), text)
  const [file] = manifest.files
  await writeFile(path.join(spoiled, 'files', file?.key ?? ''), 'x')
  await expect(restoreOrganization(source, spoiled, empty.slug)).rejects.toThrow(
    /does not match the manifest/,
  )
  await rm(path.join(spoiled, 'manifest.json'))
  await expect(restoreOrganization(source, spoiled, empty.slug)).rejects.toThrow(/no finished backup/)
}, 120_000)

test('an id is replaced wherever it stands, also across chunks', async () => {
  const lines = new Lines(['aaaa', 'bbbb'])
  for (const chunk of ['1\taa', 'aa\n2\tc\\n', 'aaaa\n']) lines.write(chunk)
  lines.end()
  const chunks: Buffer[] = []
  for await (const chunk of lines) chunks.push(chunk)
  expect(Buffer.concat(chunks).toString()).toBe('1\tbbbb\n2\tc\\nbbbb\n')
  expect(lines.rows).toBe(2)
})
