import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateUnderKills } from './test-kills.ts'

/** `npm run guarantees` asks for 10,000 people and more kills. */
const people = Number(process.env['LETTERSHOP_KILL_PEOPLE'] ?? 600)
const step = people / 6

let world: TestApp
beforeAll(async () => {
  world = await openTestApp({ worker: false })
})
afterAll(() => world?.close())

test(`${people} pieces, workers killed with -9 amid pieces and amid print files: none twice, none lost`, async () => {
  const outcome = await generateUnderKills(world, {
    people,
    batch: Math.ceil(people / 40),
    recordsPerFile: Math.max(100, Math.ceil(people / 6)),
    killAt: [
      { pieces: step, files: 0 },
      { pieces: step * 3, files: 0 },
      { pieces: people, files: 1 },
    ],
  })
  expect(outcome).toEqual({
    kills: 3,
    pieces: people,
    numbers: people,
    highest: people,
    people,
    codes: people,
    links: people,
    printed: people,
    uncovered: 0,
    status: 'ready',
  })
}, 300_000)
