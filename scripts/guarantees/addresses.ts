import { proveByTests, type Report } from '../guarantee.ts'

export const name = 'addresses'
export const about = 'Hostile connection strings: no connection leaves; no failure shows a password'

export async function run(report: Report): Promise<void> {
  await proveByTests(report, {
    what: 'hostile strings, a listener watches',
    file: 'packages/tenant-router/src/connect/tenant-url.test.ts',
    runs: 60,
    unit: 'strings or more',
  })
  await proveByTests(report, {
    what: 'canary password in every connection string, failures of each kind',
    file: 'packages/tenant-router/src/faults.test.ts',
    runs: (_, passed) => passed,
    unit: 'tests',
  })
}
