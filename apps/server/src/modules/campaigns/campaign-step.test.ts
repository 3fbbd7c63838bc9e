import { CAMPAIGN_STATUSES, CAMPAIGN_STEPS, type CampaignStatus } from '@lettershop/contracts'
import { sql } from '@lettershop/tenant-router'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { at, makeCampaign, makeList, runIn } from './test-campaign.ts'

let world: TestApp
let campaign: string

beforeAll(async () => {
  world = await openTestApp({ worker: false })
  ;({ campaign } = await makeCampaign(world.acme, await makeList(world, world.acme, 2)))
})
afterAll(() => world?.close())

const setStatus = (status: CampaignStatus) =>
  runIn(world, world.acme)(sql`update campaigns.campaign set status = ${status} where id = ${campaign}`)

/** The action that leads to each status that people choose. */
const ACTION = {
  approved: 'approve',
  draft: 'discard',
  printing: 'mark-printing',
  mailed: 'mark-mailed',
  completed: 'complete',
  cancelled: 'cancel',
  generating: 'generate',
} as const

const pairs = CAMPAIGN_STATUSES.flatMap(from =>
  (Object.keys(ACTION) as (keyof typeof ACTION)[]).map(to => [from, to] as const),
)

test('the table names every status once and leads out of each but the ends', () => {
  expect(Object.keys(CAMPAIGN_STEPS).sort()).toEqual([...CAMPAIGN_STATUSES].sort())
  const ends = CAMPAIGN_STATUSES.filter(status => CAMPAIGN_STEPS[status].length === 0)
  expect(ends).toEqual(['completed', 'cancelled'])
})

test.each(pairs)('%s -> %s', async (from, to) => {
  await setStatus(from)
  const changes = async () =>
    (await world.acme.owner.get(at(world.acme)(`campaigns/${campaign}/status-changes`))).json().data
  const before = await changes()
  const answer = await world.acme.owner.post(at(world.acme)(`campaigns/${campaign}/${ACTION[to]}`), {})
  const after = await changes()
  if (CAMPAIGN_STEPS[from].includes(to)) {
    expect(answer.statusCode).toBe(to === 'generating' ? 202 : 200)
    expect(after.length).toBe(before.length + 1)
    expect(after.at(-1)).toMatchObject({ from_status: from, to_status: to })
  } else {
    expect([answer.statusCode, answer.json().error.code]).toEqual([409, 'campaign_status'])
    expect(answer.json().error.message).toContain(`"${from}"`)
    expect(answer.json().error.message).toContain(`"${to}"`)
    expect(after.length).toBe(before.length)
  }
})

test('each step stands in the audit and tells subscribers', async () => {
  await setStatus('ready')
  await world.acme.owner.post(at(world.acme)(`campaigns/${campaign}/approve`))
  const [found] = await runIn(
    world,
    world.acme,
  )(sql<{ audits: number; events: number }>`
    select (select count(*) from audit.entry where action = 'campaign.approved' and resource_id = ${campaign}) as audits,
           (select count(*) from platform.outbox where type = 'campaign.approved' and resource_id = ${campaign}) as events`)
  expect(found!.audits).toBeGreaterThan(0)
  expect(found!.events).toBe(found!.audits)
})
