import type { Services } from '#platform/services.ts'
import type { WrittenCode } from '../codes/index.ts'
import { within } from '../within.ts'
import { type ResolvedCode, resolveCode } from './resolve-code.ts'

/** A recipient waits so long for the look-up of a code, then is redirected blindly. */
const PATIENCE_MS = 600
/** After two look-ups in vain, one after the other, nobody of that organization waits for so long. */
const SULK_MS = 3_000

const silences = new Map<string, { failures: number; until: number }>()

/**
 * Looks a code up within a recipient's patience.
 * @returns undefined for a code that is none, `unreachable` when the database did not answer in time
 */
export async function lookUp(
  services: Services,
  organization: string,
  written: WrittenCode,
): Promise<ResolvedCode | 'unreachable' | undefined> {
  const silence = silences.get(organization)
  if (silence && silence.until > Date.now()) return 'unreachable'
  const found = await within(
    resolveCode(services, organization, written).then(
      code => ({ code }),
      () => undefined,
    ),
    PATIENCE_MS,
  )
  if (found) {
    silences.delete(organization)
    return found.code
  }
  const failures = (silence?.failures ?? 0) + 1
  silences.set(organization, { failures, until: failures > 1 ? Date.now() + SULK_MS : 0 })
  return 'unreachable'
}
