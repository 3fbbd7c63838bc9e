import { randomUUID } from 'node:crypto'
import type { TenantId } from '@lettershop/tenant-router'

/** What a stored file is for, as in `platform.file.purpose`; also the folder below the organization. */
export type FilePurpose = 'asset' | 'upload' | 'rejects' | 'print' | 'preview' | 'export'

/** `<organization>/<folder>/<name>`: lower-case segments without dots at the front, so no key is a path that escapes. */
const KEY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\/[a-z0-9_-][a-z0-9._-]{0,79}){1,4}$/
const FOLDER = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\/(?:[a-z0-9_-][a-z0-9._-]{0,79}\/){0,3}$/

/** A fresh key for a file of an organization. Random, so that a key tells nothing of other files. */
export function storageKey(tenant: TenantId, purpose: FilePurpose): string {
  return `${tenant}/${purpose}/${randomUUID()}`
}

/** @throws {TypeError} for text that is no key: a mistake of the program, or a forged row */
export function assertStorageKey(key: string): void {
  if (!KEY.test(key)) throw new TypeError('storage: not a key of the form <organization>/<folder>/<name>')
}

/** @throws {TypeError} for text that is no folder of an organization */
export function assertStoragePrefix(prefix: string): void {
  if (!FOLDER.test(prefix))
    throw new TypeError('storage: not a folder of the form <organization>/[<folder>/]')
}
