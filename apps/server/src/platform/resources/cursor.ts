import { createHash } from 'node:crypto'
import { AppError } from '../errors/app-error.ts'

/** Where the last page ended: the sort value (absent when sorted by id alone) and the id. */
export interface Keyset {
  readonly value?: unknown
  readonly id: string
}

/**
 * A cursor names the list that it belongs to: with other filters or another sort it would give a wrong page without
 * an error. It holds nothing that the page did not show.
 */
export function encodeCursor(list: string, keyset: Keyset): string {
  return Buffer.from(JSON.stringify([fingerprint(list), keyset.id, keyset.value])).toString('base64url')
}

/** @throws {AppError} cursor_invalid */
export function decodeCursor(list: string, cursor: string): Keyset {
  try {
    const [print, id, value] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (print === fingerprint(list) && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id))
      return { id, value }
  } catch {
    // Falls through to the one error: a broken cursor and a foreign one mean the same to the caller.
  }
  throw new AppError('cursor_invalid')
}

const fingerprint = (list: string) => createHash('sha256').update(list).digest('base64url').slice(0, 12)
