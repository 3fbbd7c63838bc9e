import type { Services } from '#platform/services.ts'
import type { WrittenCode } from '../codes/index.ts'
import { type ResolvedCode, resolveCode } from './resolve-code.ts'

/** A recipient waits so long for the look-up of a code, then is redirected blindly. */
const PATIENCE_MS = 500
/** After a look-up in vain nobody of that organization waits for so long. */
const SULK_MS = 3_000

const silentUntil = new Map<string, number>()

/**
 * Looks a code up within a recipient's patience.
 * @returns undefined for a code that is none, `unreachable` when the database did not answer in time
 */
export async function lookUp(
  services: Services,
  organization: string,
  written: WrittenCode,
): Promise<ResolvedCode | 'unreachable' | undefined> {
  if ((silentUntil.get(organization) ?? 0) > Date.now()) return 'unreachable'
  silentUntil.delete(organization)
  const { promise: late, resolve } = Promise.withResolvers<'unreachable'>()
  const timer = setTimeout(() => resolve('unreachable'), PATIENCE_MS)
  try {
    const found = await Promise.race([
      resolveCode(services, organization, written).catch(() => 'unreachable' as const),
      late,
    ])
    if (found === 'unreachable') silentUntil.set(organization, Date.now() + SULK_MS)
    return found
  } finally {
    clearTimeout(timer)
  }
}
