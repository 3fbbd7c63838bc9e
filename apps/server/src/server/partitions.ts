import { withConnection } from '@lettershop/tenant-router'
import type { Services } from '#platform/services.ts'
import { sourcesAs } from './data-sources.ts'
import type { Databases } from './open-services.ts'

const DAY_MS = 86_400_000

/**
 * Makes the coming months' partitions in every tenant database, now and daily. Months are made five ahead, so a day
 * that fails is only logged; a row without a month lands in the default partition and is not lost.
 * @returns ends the keeping
 */
export function startPartitionKeeper(services: Services, databases: Databases): () => Promise<void> {
  const keep = async () => {
    // One database that is down keeps the others from nothing.
    const kept = (await sourcesAs('app', services, databases)).map(({ connection }) =>
      withConnection(connection, client => client.query('select platform.ensure_partitions()')).catch(
        complain,
      ),
    )
    await Promise.all(kept)
  }
  const complain = (error: unknown) =>
    services.log.warn(
      { err: error },
      'the partitions of the coming months could not be made; tried again tomorrow',
    )
  let running = keep().catch(complain)
  const timer = setInterval(() => {
    running = keep().catch(complain)
  }, DAY_MS)
  return async () => {
    clearInterval(timer)
    await running
  }
}
