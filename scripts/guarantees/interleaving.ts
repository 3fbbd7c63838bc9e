import { existsSync } from 'node:fs'
import { proveByTests, type Report } from '../guarantee.ts'

export const name = 'interleaving'
export const about =
  'Transactions of random organizations on a pool of one, with throws, cancels, timeouts and killed backends: no wrong row'

const PGBOUNCER = '/usr/sbin/pgbouncer'
const file = 'packages/tenant-router/src/interleaving.test.ts'

export async function run(report: Report): Promise<void> {
  await proveByTests(report, {
    what: 'pool of one, directly',
    file,
    title: 'pool of one',
    runs: 10_000,
    unit: 'transactions',
    seed: '4400',
  })
  if (existsSync(PGBOUNCER))
    await proveByTests(report, {
      what: 'through PgBouncer in transaction mode',
      file,
      title: 'through PgBouncer',
      runs: 10_000,
      unit: 'transactions',
      seed: '4400',
      env: { PGBOUNCER },
    })
}
