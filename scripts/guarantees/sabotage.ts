import { proveByTests, type Report, sumOf } from '../guarantee.ts'

export const name = 'sabotage'
export const about =
  'Each policy replaced by `using (true)` in turn: the walk goes red every time. Every tenant_id predicate taken out: nothing leaks (RLS-10)'

export async function run(report: Report): Promise<void> {
  await proveByTests(report, {
    what: 'policies opened one by one',
    file: 'apps/server/src/server/table-isolation.test.ts',
    runs: figures => sumOf(figures, /^figure: (\d+) policies/),
    unit: 'policies',
  })
  await proveByTests(report, {
    what: 'strangers with acme’s ids, tenant_id taken out of the statements',
    file: 'apps/server/src/server/sentinel.test.ts',
    runs: figures => sumOf(figures, /taken out of (\d+) statements/),
    unit: 'statements',
  })
}
