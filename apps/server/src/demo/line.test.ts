import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { openTestApp, type TestApp } from '@lettershop/testkit/test-app'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signUpDemo } from './account.ts'
import { type Account, Client } from './client.ts'
import { runLine } from './line.ts'
import type { Reporter } from './reporter.ts'
import { LIST } from './sample.ts'

const PEOPLE = 40
let world: TestApp
let list: string

beforeAll(async () => {
  world = await openTestApp({ listen: true })
  const lines = (await readFile(LIST, 'utf8')).split('\n')
  list = path.join(world.config.dataDir, 'forty.csv')
  await writeFile(list, `${lines.slice(0, PEOPLE + 1).join('\n')}\n`)
})
afterAll(() => world?.close())

let organizations = 0
const newAccount = () =>
  signUpDemo(world.address!, world.config.publicUrl, {
    email: `june${++organizations}@example.com`,
    password: 'correct horse battery',
    slug: `tamarack-${organizations}`,
  })
const run = (account: Account, report: Reporter) => runLine(account, report, { origin: world.address!, list })

/** A run that breaks at this sign of life, if it comes; tells which ones came. */
async function breakAt(account: Account, stopAt?: string): Promise<Set<string>> {
  const signs = new Set<string>()
  const sign = (name: string) => {
    if (name === stopAt) throw new Error('broken off')
    signs.add(name)
  }
  const report: Reporter = {
    step: name => sign(name),
    progress: (name, done, total) => sign(`${name}, ${done < total / 2 ? 'begun' : 'half'}`),
  }
  await run(account, report).catch((error: unknown) => {
    if (!(error instanceof Error && error.message === 'broken off')) throw error
  })
  return signs
}

/** Everything that the line makes. */
async function made(account: Account): Promise<Record<string, unknown>> {
  const client = new Client(account)
  const every = async (url: string) =>
    (await client.get<{ data: { id: string; status?: string }[] }>(url)).data
  const [campaign] = await every('/campaigns')
  return {
    lists: (await every('/recipient-lists')).length,
    templates: (await every('/templates')).length,
    assets: (await every('/assets')).length,
    pages: (await every('/landing-pages')).length,
    campaigns: (await every('/campaigns')).map(({ status }) => status),
    pieces: (await every(`/campaigns/${campaign!.id}/recipients?limit=1000`)).length,
    files: (await every(`/campaigns/${campaign!.id}/print-files`)).length,
    funnel: withoutScans(await client.get<Record<string, unknown>>(`/campaigns/${campaign!.id}/funnel`)),
  }
}

test('a line that breaks off at every step ends as one that never did', async () => {
  const steady = await newAccount()
  const signs = await breakAt(steady)
  const whole = await made(steady)
  expect(whole).toMatchObject({ lists: 1, templates: 3, pages: 1, campaigns: ['mailed'], pieces: PEOPLE })

  const broken = await newAccount()
  for (const sign of signs) await breakAt(broken, sign)
  await breakAt(broken)
  expect(await made(broken)).toEqual(whole)
})

/** A piece that was played twice has two scans and is one piece in the funnel. */
function withoutScans({ pieces, scanned, visited, converted, value }: Record<string, unknown>): object {
  return { pieces, scanned, visited, converted, value }
}
