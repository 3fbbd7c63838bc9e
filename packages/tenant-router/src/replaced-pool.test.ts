import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql, withConnection } from './index.ts'
import { OWNER, openInstallation, type TestInstallation } from './testing.ts'

/**
 * An operator changes a data source while others wait for its only connection: its pool is replaced, and nobody who
 * waited may fail (seen in 5 of 20 starts of the server before it was mended).
 */
let installation: TestInstallation

beforeAll(async () => {
  installation = await openInstallation()
  await installation.addSource('busy')
})
afterAll(() => installation.close())

async function replacedWhile(
  work: (router: ReturnType<TestInstallation['router']>) => Promise<unknown>,
): Promise<void> {
  const router = installation.router({ min: 1, max: 1 })
  const holder = await installation.addTenant(router, 'busy')
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const { promise: holds, resolve: begun } = Promise.withResolvers<void>()
  const holding = router.withTenant(holder, OWNER, async tx => {
    await tx.rows(sql`select 1`)
    begun()
    await held
  })
  await holds
  const waiting = work(router)
  while (router.stats().sources[0]?.waiting === 0) await new Promise(resolve => setTimeout(resolve, 5))
  await withConnection(installation.login('ops', installation.controlName), client =>
    client.query("update tenancy.data_source set capacity = coalesce(capacity, 0) + 1 where name = 'busy'"),
  )
  await expect(waiting).resolves.toBeDefined()
  release()
  await holding
}

test('a query that waited takes the new pool', async () => {
  const other = await installation.addTenant(installation.router(), 'busy')
  await replacedWhile(router => router.query(other, OWNER, sql`select 1 as one`))
})

test('so does the opening of a home', async () => {
  await replacedWhile(router => installation.addTenant(router, 'busy'))
})
