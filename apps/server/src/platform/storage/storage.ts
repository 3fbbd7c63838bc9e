import type { Readable } from 'node:stream'

/** What is known of stored bytes. */
export interface StoredObject {
  readonly key: string
  readonly bytes: number
  readonly modifiedAt: Date
}

export interface PutResult {
  readonly bytes: number
  /** SHA-256 in lower-case hex, computed while the bytes went by. */
  readonly sha256: string
}

export interface PutOptions {
  /** Most bytes; one more and nothing is kept. */
  readonly limit?: number
  readonly signal?: AbortSignal
}

/** Part of an object: both ends count, from 0, as in an HTTP Range. */
export interface ByteRange {
  readonly start?: number
  readonly end?: number
}

/**
 * Where file bytes live. An object appears whole or not at all, and is never changed: a new version is a new key.
 * Keys are made by {@link storageKey}, so that each begins with the organization's id.
 */
export interface Storage {
  /**
   * Stores an object durably: when this resolves, the bytes outlive a crash.
   * @throws {AppError} `body_too_large` beyond the limit, `storage_full` when there is no room
   */
  put(key: string, source: Readable | Uint8Array, options?: PutOptions): Promise<PutResult>
  /** Streams an object or a part of it. @throws {AppError} `not_found` */
  open(key: string, range?: ByteRange): Promise<Readable>
  /** The whole object. For what is known to be small. @throws {AppError} `not_found` */
  read(key: string): Promise<Buffer>
  stat(key: string): Promise<StoredObject | undefined>
  /** Removes an object; one that is not there is no error. */
  remove(key: string): Promise<void>
  /** Objects whose key begins with this folder (`<organization>/` or `<organization>/print/`), in no order. */
  list(prefix: string): AsyncIterable<StoredObject>
}
