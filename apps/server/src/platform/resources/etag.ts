import type { Resource } from '@lettershop/contracts'
import { AppError } from '../errors/app-error.ts'
import type { RouteContext } from '../http/context.ts'
import type { Row } from './list-statement.ts'

export const etagOf = (row: Row): string => `"${String(row['row_version'])}"`

/** Compares If-Match, where the caller sent one, with the row that is locked now. @throws {AppError} row_changed */
export function requireMatch(ctx: RouteContext, resource: Resource, current: Row): void {
  const wanted = ctx.header('if-match')
  if (wanted === undefined || wanted === '*' || !resource.versioned) return
  const tags = wanted.split(',').map(tag => tag.trim())
  if (!tags.includes(etagOf(current))) throw new AppError('row_changed')
}
