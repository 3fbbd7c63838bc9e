import { mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'
import { prepareInstallation } from '../platform/db/installation.ts'
import type { DatabaseServer } from '../platform/db/server.ts'
import { openFileStorage } from '../platform/storage/index.ts'
import { type BackupSource, writeBackup } from './backup.write.ts'
import { CommandError } from './fail.ts'
import { restoreInstallation, restoreOrganization } from './restore.read.ts'
import { withDatabaseServer } from './with-server.ts'

async function withInstallation<T>(
  work: (at: BackupSource, server: DatabaseServer) => Promise<T>,
): Promise<T> {
  return withDatabaseServer(async (server, config) => {
    const installation = await prepareInstallation(server, config)
    const storage = await openFileStorage(path.join(config.dataDir, 'files'))
    return work({ config, installation, storage }, server)
  })
}

/** Writes a backup into an empty folder. */
export async function runBackup(options: { out: string; org?: string; json?: true }): Promise<void> {
  await mkdir(options.out, { recursive: true, mode: 0o700 })
  if ((await readdir(options.out)).length > 0)
    throw new CommandError(`${options.out} is not empty. Name a new folder.`)
  const { databases, files } = await withInstallation(at => writeBackup(at, options.out, options.org))
  const tables = databases.flatMap(database => database.tables)
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  if (options.json)
    process.stdout.write(
      `${JSON.stringify({ databases: databases.length, tables: tables.length, rows, files: files.length })}\n`,
    )
  else
    process.stdout.write(
      `${databases.length} databases, ${tables.length} tables, ${rows} rows, ${files.length} files in ${options.out}.\n`,
    )
}

/** Restores a backup and proves it by hash. */
export async function runRestore(options: { from: string; org?: string; json?: true }): Promise<void> {
  const restored = await withInstallation((at, server) =>
    options.org === undefined
      ? restoreInstallation(at, server, options.from)
      : restoreOrganization(at, options.from, options.org),
  )
  if (options.json) process.stdout.write(`${JSON.stringify(restored)}\n`)
  else
    process.stdout.write(
      `Restored ${restored.tables} tables, ${restored.rows} rows, ${restored.files} files; every hash is the manifest's.\n`,
    )
}
