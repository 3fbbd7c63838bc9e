import { openTestDatabases, type TestDatabases } from '@lettershop/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SCOPES, sabotage, TableWalk, VERBS } from './test-table-walk.ts'

/**
 * Every table of the catalog as role app: select, copy to, insert, update, delete, upsert, returning; with the own
 * organization, another one, and none. Tables are read from the catalog, never listed: a new one is tested by being
 * there.
 */
let databases: TestDatabases
let tenant: TableWalk
let control: TableWalk

beforeAll(async () => {
  databases = await openTestDatabases()
  tenant = await TableWalk.open(databases, databases.shared)
  control = await TableWalk.open(databases, databases.control)
})
afterAll(async () => {
  await tenant.close()
  await control.close()
  await databases.drop()
})

/** Tables of no organization, and why role app may touch them. A new one needs a line here. */
const SHARED_TABLES: Readonly<Record<string, string>> = {
  'platform.migration': 'which files were applied; read only',
  'platform.rate_budget': 'keyed hashes of addresses and a count',
  'tenancy.data_source': 'where databases are; read only, no credential',
  'tenancy.database_migration': 'how far databases are; read only',
  'tenancy.credential': 'encrypted; row security shows the serving logins alone',
  'tenancy.key': 'names of keys; no grant',
  'operator.operator': 'no grant',
  'identity."user"': 'no grant',
  'identity.account': 'no grant',
  'identity.apikey': 'no grant',
  'identity.session': 'no grant',
  'identity.team_member': 'no grant',
  'identity.two_factor': 'no grant',
  'identity.verification': 'no grant',
}

describe.each(['tenant', 'control'] as const)('tables of the %s database', kind => {
  const walkOf = () => (kind === 'tenant' ? tenant : control)

  test('every table x verb x scope is as row security and grants say', async () => {
    const { tables } = walkOf()
    const { cells, breaches } = await walkOf().walk()
    expect(breaches).toEqual([])
    expect(cells).toBe(tables.length * VERBS.length * SCOPES.length)
    console.log(`table isolation (${kind}): ${tables.length} tables, ${cells} cells, 100 % walked`)
  })

  test('sabotage: each policy replaced by true in turn makes the walk red', async () => {
    const { done, green } = await sabotage(walkOf())
    expect(green).toEqual([])
    expect(done).toBeGreaterThan(0)
    console.log(
      `figure: ${done} policies of the ${kind} database opened in turn, the walk went red ${done} times`,
    )
    expect((await walkOf().walk()).breaches).toEqual([])
  })

  test('every other table is known, with a reason', () => {
    const unknown = walkOf().others.filter(
      ({ name }) => !name.startsWith('queue.') && SHARED_TABLES[name] === undefined,
    )
    expect(unknown.map(table => table.name)).toEqual([])
    for (const { name, grants } of walkOf().others)
      if (SHARED_TABLES[name]?.includes('no grant')) expect(grants, name).toEqual([])
      else if (SHARED_TABLES[name]?.includes('read only')) expect(grants, name).toEqual(['SELECT'])
  })
})
