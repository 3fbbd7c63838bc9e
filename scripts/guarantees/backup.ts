import { proveByTests, type Report } from '../guarantee.ts'

export const name = 'backup'
export const about =
  'Backup and restore of an installation and of one organization, every table and file by hash; a changed byte is found'

export async function run(report: Report): Promise<void> {
  await proveByTests(report, {
    what: 'restores with their negative controls',
    file: 'apps/server/src/commands/backup.test.ts',
    runs: (_, passed) => passed,
    unit: 'tests',
  })
}
