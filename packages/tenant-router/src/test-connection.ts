import { performance } from 'node:perf_hooks'
import { isRouterError } from './errors.ts'
import type { TenantId } from './ids.ts'
import type { Placement } from './registry/placement.ts'
import type { Sources } from './registry/sources.ts'
import type { TenantConnectionTest } from './router.types.ts'

/** Tries each step on the way to an organization's rows and tells how far it came. Never throws. */
export async function testConnection(
  tenant: TenantId,
  placementOf: (tenant: TenantId) => Promise<Placement>,
  sources: Sources,
  ask: () => Promise<unknown>,
): Promise<TenantConnectionTest> {
  const start = performance.now()
  const steps = { placed: false, credentialsReadable: false, reachable: false, queryable: false }
  try {
    const placement = await placementOf(tenant)
    steps.placed = true
    await sources.login(placement.credential)
    steps.credentialsReadable = true
    const { pool } = sources.of(placement)
    pool.release(await pool.acquire(tenant))
    steps.reachable = true
    await ask()
    steps.queryable = true
    return { success: true, ...steps, milliseconds: performance.now() - start }
  } catch (error) {
    const code = isRouterError(error) ? error.code : 'unknown'
    return { success: false, ...steps, milliseconds: performance.now() - start, error: code }
  }
}
