import { proveByTests, type Report } from '../guarantee.ts'

export const name = 'workers'
export const about = 'Workers killed with -9 in the middle of a job: each effect once'

const TIMES = 5

export async function run(report: Report): Promise<void> {
  await proveByTests(report, {
    what: 'job of 20 steps',
    file: 'apps/server/src/platform/jobs/jobs.test.ts',
    title: 'kill -9',
    runs: 3,
    times: TIMES,
    unit: 'kills',
  })
  await proveByTests(report, {
    what: 'import of a list, ends as if nobody had killed it',
    file: 'apps/server/src/modules/audience/import/import.test.ts',
    title: 'killed by SIGKILL',
    runs: 2,
    times: TIMES,
    unit: 'kills or more',
  })
}
