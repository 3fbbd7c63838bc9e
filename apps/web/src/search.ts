/** What a list keeps in its address, so that it can be shared and found again with "back". */
export interface ListSearch {
  sort?: string
  cursor?: string
}

/**
 * Reads the search part of an address: known names with text, everything else is dropped.
 * @param names filters of this list beside sort and cursor
 */
export function listSearch<const Name extends string = never>(...names: readonly Name[]) {
  return textSearch<'sort' | 'cursor' | Name>('sort', 'cursor', ...names)
}

/** Search parts that are plain text; one that is empty is as good as absent. */
export function textSearch<const Name extends string>(...names: readonly Name[]) {
  return (search: Record<string, unknown>): { [K in Name]?: string } => {
    const found: { [K in Name]?: string } = {}
    for (const name of names) {
      const value = search[name]
      if (typeof value === 'string' && value !== '') found[name] = value
      // The router reads `?q=123` as a number.
      else if (typeof value === 'number') found[name] = String(value)
    }
    return found
  }
}

/** Where to go after signing in: a path of ours, never another site (`//elsewhere`). */
export function nextSearch(search: Record<string, unknown>): { next?: string } {
  const { next } = search
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {}
}
