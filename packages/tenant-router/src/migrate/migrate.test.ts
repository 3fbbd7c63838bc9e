import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  assertServingRole,
  createDatabase,
  dropDatabase,
  migrate,
  pendingMigrations,
  withConnection,
} from '../index.ts'
import { openInstallation, type TestInstallation } from '../testing.ts'

let installation: TestInstallation
let folder: string
let database: string
let round = 0

beforeAll(async () => {
  installation = await openInstallation()
})
afterAll(async () => {
  await dropDatabase(installation.superuser('postgres'), database)
  await installation.close()
})

beforeEach(async () => {
  if (database) await dropDatabase(installation.superuser('postgres'), database)
  folder = await mkdtemp(path.join(os.tmpdir(), 'migrations-'))
  database = `${installation.controlName}_m${round++}`
  await createDatabase(installation.superuser('postgres'), database, { roles: installation.roles })
  return () => rm(folder, { recursive: true })
})

const file = (name: string, text: string) => writeFile(path.join(folder, name), text)
const options = () => ({
  sources: [{ name: 'app', directory: folder }],
  variables: { ...installation.roles },
})
const run = () => migrate(installation.login('migrator', database), options())
const ask = async (text: string) =>
  (await withConnection(installation.superuser(database), client => client.query(text))).rows

test('twenty migrators at once apply each file once', async () => {
  await file('0001_one.sql', 'create table one (n int); insert into one values (1);')
  await file('0002_two.sql', 'insert into one values (2);')
  const reports = await Promise.all(Array.from({ length: 20 }, run))
  expect(reports.map(report => report.applied.length).sort()).toEqual([...Array(19).fill(0), 2])
  expect(await ask('select n from one order by n')).toEqual([{ n: 1 }, { n: 2 }])
  expect(await ask("select tableowner from pg_tables where tablename = 'one'")).toEqual([
    { tableowner: installation.roles.owner },
  ])
})

test('a failing file leaves nothing of itself behind and says where', async () => {
  await file('0001_one.sql', 'create table one (n int);')
  await file('0002_two.sql', 'create table two (n int);\n\nselect wrong;')
  await expect(run()).rejects.toThrow(/0002_two\.sql: column "wrong" does not exist \(line 3\)/)
  expect(
    await ask("select to_regclass('one') is not null as one, to_regclass('two') is not null as two"),
  ).toEqual([{ one: true, two: false }])
  await file('0002_two.sql', 'create table two (n int);')
  expect((await run()).applied.map(entry => entry.version)).toEqual(['0002'])
})

test('an applied file that changed, and one that comes too late, are refused', async () => {
  await file('0002_two.sql', 'create table two (n int);')
  await run()
  await file('0001_one.sql', 'create table one (n int);')
  await expect(run()).rejects.toThrow(/comes before 0002_two/)
  await rm(path.join(folder, '0001_one.sql'))
  await file('0002_two.sql', 'create table two (n bigint);')
  await expect(run()).rejects.toThrow(/was applied with other text/)
})

test('an older program serves a newer database, unless a migration it does not know is breaking', async () => {
  await file('0001_one.sql', 'create table one (n int);')
  await file('0002_two.sql', 'create table two (n int);')
  await run()
  await rm(path.join(folder, '0002_two.sql'))
  expect((await run()).applied).toEqual([])
  await file('0002_two.sql', 'create table two (n int);')
  await file('0003_three.sql', '--! breaking\ndrop table one;')
  await run()
  await rm(path.join(folder, '0003_three.sql'))
  await expect(run()).rejects.toThrow(/breaking migration that this program does not know/)
})

test('repeatable files run again when their text changes; variables go in as names and as text', async () => {
  const repeatable = [{ name: 'app', directory: await mkdtemp(path.join(folder, 'r-')) }]
  const body = (n: number) =>
    `create or replace function f() returns text language sql as $$ select :'app' || ${n} $$; grant execute on function f() to :"app";`
  const write = (n: number) => writeFile(path.join(repeatable[0]?.directory ?? '', 'f.sql'), body(n))
  const go = () => migrate(installation.login('migrator', database), { ...options(), repeatable })
  await ask(`grant create, usage on schema public to ${installation.roles.owner}`)
  await write(1)
  expect((await go()).applied).toHaveLength(1)
  expect((await go()).applied).toHaveLength(0)
  await write(2)
  expect(
    await pendingMigrations(installation.login('migrator', database), { ...options(), repeatable }),
  ).toMatchObject([{ version: 'f.sql' }])
  expect((await go()).applied).toHaveLength(1)
  expect(await ask('select f()')).toEqual([{ f: `${installation.roles.app}2` }])
})

test('a statement that refuses a transaction says so; unknown names and flags are refused', async () => {
  await file('0001_one.sql', 'create table one (n int);')
  await file('0002_index.sql', '--! no-transaction\ncreate index concurrently one_n on one (n);')
  expect((await run()).applied).toHaveLength(2)
  await file('0003_flag.sql', '--! breakin\nselect 1;')
  await expect(run()).rejects.toThrow(/unknown flag/)
  await rm(path.join(folder, '0003_flag.sql'))
  await file('three.sql', 'select 1;')
  await expect(run()).rejects.toThrow(/NNNN_what_it_does/)
  await rm(path.join(folder, 'three.sql'))
  await file('0003_variable.sql', 'select :"nobody";')
  await expect(run()).rejects.toThrow(/no variable named nobody/)
})

test('only the app role may serve', async () => {
  const { login, superuser } = installation
  await expect(assertServingRole(login('app', installation.controlName))).resolves.toBeUndefined()
  const unsafe = (connection: Parameters<typeof assertServingRole>[0]) =>
    assertServingRole(connection).then(
      () => '',
      (error: Error) => error.message,
    )
  expect(await unsafe(superuser(installation.controlName))).toMatch(/it is a superuser/)
  expect(await unsafe(login('ops', installation.controlName))).toMatch(/it has BYPASSRLS/)
  expect(await unsafe(login('migrator', installation.controlName))).toMatch(/it can become .*_owner/)
  await ask(
    `create schema mine authorization "${installation.roles.app}"; create table mine.t (n int); alter table mine.t owner to "${installation.roles.app}"`,
  )
  expect(await unsafe(login('app', database))).toMatch(/it owns mine\.t; .*may create objects in mine/)
})
