import { proveByTests, type Report } from '../guarantee.ts'

export const name = 'generation'
export const about =
  'A campaign whose workers are killed amid pieces and amid print files: no piece twice, none lost'

/** 10,000 is the count; LETTERSHOP_KILL_PEOPLE asks for another. */
const people = process.env['LETTERSHOP_KILL_PEOPLE'] ?? '10000'

export async function run(report: Report): Promise<void> {
  await proveByTests(report, {
    what: `campaign for ${Number(people).toLocaleString('en')} people`,
    file: 'apps/server/src/modules/campaigns/generation/kill.test.ts',
    runs: 3,
    unit: 'kills',
    env: { LETTERSHOP_KILL_PEOPLE: people },
  })
}
