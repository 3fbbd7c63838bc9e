/** The version of the design document that this engine writes and reads without migration. */
export const DOCUMENT_VERSION = 1

type Raw = Record<string, unknown>

/** Steps from one version to the next: `MIGRATIONS[1]` turns version 1 into version 2. */
const MIGRATIONS: Readonly<Record<number, (document: Raw) => Raw>> = {}

/**
 * Brings a document to the current version.
 * @returns undefined where it is newer than this engine or there is no way from its version.
 */
export function migrate(document: Raw): Raw | undefined {
  let current = document
  while (current['lettershop'] !== DOCUMENT_VERSION) {
    const version = current['lettershop']
    const step = typeof version === 'number' ? MIGRATIONS[version] : undefined
    if (!step) return undefined
    current = step(current)
  }
  return current
}
