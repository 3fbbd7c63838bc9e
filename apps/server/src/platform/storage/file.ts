import type { Readable } from 'node:stream'
import { type SqlFragment, sql, type TenantTx } from '@lettershop/tenant-router'
import { AppError } from '../errors/app-error.ts'
import type { Storage } from './storage.ts'
import { type FilePurpose, storageKey } from './storage-key.ts'

/** A row of `platform.file`. */
export interface FileRow {
  id: string
  storage_key: string
  name: string
  media_type: string
  bytes: number
  sha256: string
  purpose: FilePurpose
  created_by: string | null
  created_at: string
}

export interface NewFile {
  readonly purpose: FilePurpose
  /** Name under which it was uploaded or will be offered; shortened to 300 characters. */
  readonly name: string
  readonly mediaType: string
  readonly source: Readable | Uint8Array
  /** Most bytes that are taken. */
  readonly limit?: number
  readonly signal?: AbortSignal
}

const columns = sql`id, storage_key, name, media_type, bytes, sha256, purpose, created_by, created_at`

/**
 * Stores the bytes, then writes the row: a row without bytes cannot be. Call it as the first thing in a
 * transaction; BEGIN travels with the first statement, so a slow upload holds no connection.
 * Bytes whose transaction rolled back have no row; nothing points at them.
 * @throws {AppError} `body_too_large`, `storage_full`
 */
export async function storeFile(
  tx: TenantTx,
  services: { storage: Storage },
  file: NewFile,
): Promise<FileRow> {
  const key = storageKey(tx.tenantId, file.purpose)
  const { bytes, sha256 } = await services.storage.put(key, file.source, {
    ...(file.limit === undefined ? {} : { limit: file.limit }),
    ...(file.signal === undefined ? {} : { signal: file.signal }),
  })
  return tx.row(sql<FileRow>`
    insert into platform.file (storage_key, name, media_type, bytes, sha256, purpose, created_by)
    values (${key}, ${file.name.slice(0, 300)}, ${file.mediaType.slice(0, 127)}, ${bytes}, ${sha256},
            ${file.purpose}, platform.actor_id())
    returning ${columns}`)
}

/** One file of the organization. @throws {AppError} `not_found` */
export async function fileById(tx: TenantTx, id: string): Promise<FileRow> {
  const row = await tx.maybeRow(selectFile(id))
  if (!row) throw new AppError('not_found')
  return row
}

/** The statement of {@link fileById}, for a flight of several. */
export function selectFile(id: string): SqlFragment<FileRow> {
  return sql<FileRow>`
    select ${columns} from platform.file
    where tenant_id = platform.tenant_id() and id = ${id}`.named('platform.file.by_id')
}
