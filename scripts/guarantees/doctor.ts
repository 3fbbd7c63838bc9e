import { proveByTests, type Report } from '../guarantee.ts'

export const name = 'doctor'
export const about =
  'Databases spoiled on purpose, each in its own way: exactly those findings, and none in a sound one'

export async function run(report: Report): Promise<void> {
  await proveByTests(report, {
    what: 'spoiled databases',
    file: 'packages/tenant-router/src/doctor/doctor.test.ts',
    title: 'spoiled',
    runs: (_, passed) => passed,
    unit: 'databases',
  })
}
