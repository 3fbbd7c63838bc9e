import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, dropDatabase, withConnection } from '../index.ts'
import { openInstallation, type TestInstallation } from '../testing.ts'
import { DOCTOR_RULES, type DoctorOptions, doctor, formatDoctorReport } from './doctor.ts'

let installation: TestInstallation
let template: string
let options: DoctorOptions

beforeAll(async () => {
  installation = await openInstallation()
  template = (await installation.addSource('sound')).database
  options = { tenantColumns: ['tenant_id'], servingRoles: [installation.roles.app] }
  await withConnection(installation.login('migrator', template), async client => {
    await client.query(`set role "${installation.roles.owner}"`)
    await client.query(`
      create table notes.part (tenant_id uuid not null, id uuid not null, at timestamptz not null, primary key (tenant_id, id)) partition by range (id);
      create table notes.part_1 partition of notes.part default;
      select platform.protect('notes.part');
      create table notes.child (tenant_id uuid not null, id uuid not null, note_id uuid, primary key (tenant_id, id),
        foreign key (tenant_id, note_id) references notes.note (tenant_id, id));
      select platform.protect('notes.child');
      create index child_note on notes.child (tenant_id, note_id);
      create view notes.recent with (security_invoker = true) as select * from notes.note;
      create function notes.ask() returns int language sql security definer set search_path = pg_catalog, pg_temp as 'select 1';
      grant execute on function notes.ask() to "${installation.roles.app}";`)
  })
})
afterAll(() => installation.close())

const asOwner = (text: string) => `set role :owner; ${text}`

/** Each way to spoil a sound database, and exactly what the doctor must find then. */
const SPOILED: [string, string, string[]][] = [
  [
    'row security off',
    asOwner('drop policy tenant_isolation on notes.note; alter table notes.note disable row level security'),
    ['rls_disabled notes.note'],
  ],
  [
    'row security off, policy kept',
    asOwner('alter table notes.note disable row level security'),
    ['policy_without_rls notes.note'],
  ],
  [
    'not forced',
    asOwner('alter table notes.note no force row level security'),
    ['rls_not_forced notes.note'],
  ],
  ['no policy', asOwner('drop policy tenant_isolation on notes.child'), ['rls_without_policy notes.child']],
  [
    'partition open',
    asOwner('alter table notes.part_1 no force row level security'),
    ['partition_unprotected notes.part_1'],
  ],
  ['partition granted', asOwner('grant select on notes.part_1 to :app'), ['partition_granted notes.part_1']],
  [
    'policy always true',
    asOwner('alter policy tenant_isolation on notes.note using (true) with check (true)'),
    ['policy_always_true notes.note'],
  ],
  [
    'policy of something else',
    asOwner("alter policy tenant_isolation on notes.note using (body <> '') with check (body <> '')"),
    ['policy_ignores_tenant notes.note'],
  ],
  [
    'second permissive policy',
    asOwner('create policy more on notes.note to :app using (tenant_id = platform.actor_id())'),
    ['policy_many_permissive notes.note'],
  ],
  [
    'sub-select in a policy',
    asOwner('alter policy tenant_isolation on notes.note using (tenant_id = (select platform.tenant_id()))'),
    ['policy_subselect notes.note'],
  ],
  [
    'tenant may be null',
    asOwner(
      'create table notes.loose (tenant_id uuid, id uuid); select platform.protect($$notes.loose$$); alter table notes.loose alter tenant_id drop not null',
    ),
    ['tenant_nullable notes.loose'],
  ],
  [
    'global unique key',
    asOwner('create unique index note_body on notes.note (body)'),
    ['key_without_tenant notes.note (note_body)'],
  ],
  [
    'single-column foreign key',
    'alter table notes.note add constraint i unique (tenant_id, id); set role :owner; create table notes.p (tenant_id uuid not null, id uuid primary key); select platform.protect($$notes.p$$); create table notes.c (tenant_id uuid not null, id uuid, p uuid constraint c_p references notes.p, primary key (tenant_id, id)); select platform.protect($$notes.c$$)',
    ['key_without_tenant notes.p (p_pkey)', 'foreign_key_without_tenant notes.c (c_p)'],
  ],
  [
    'index without tenant',
    asOwner('create index note_at on notes.note (at)'),
    ['index_without_tenant notes.note (note_at)'],
  ],
  [
    'index on lower()',
    asOwner('create index note_lower on notes.note (tenant_id, lower(body))'),
    ['leaky_index notes.note (note_lower)'],
  ],
  [
    'index on an enum',
    asOwner(
      "create type notes.mood as enum ('a'); alter table notes.note add mood notes.mood; create index note_mood on notes.note (tenant_id, mood)",
    ),
    ['leaky_index notes.note (note_mood)'],
  ],
  [
    'sequence',
    asOwner('alter table notes.note add number bigint generated always as identity'),
    ['sequence_on_tenant_table notes.note.number'],
  ],
  ['granted to public', asOwner('grant select on notes.note to public'), ['grant_to_public notes.note']],
  ['truncate granted', asOwner('grant truncate on notes.note to :app'), ['grant_past_rls notes.note']],
  [
    'view of the owner',
    asOwner('alter view notes.recent reset (security_invoker)'),
    ['view_of_definer notes.recent'],
  ],
  [
    'materialized view',
    asOwner(
      'create materialized view notes.all_notes as select * from notes.note; grant select on notes.all_notes to :app',
    ),
    ['materialized_view_readable notes.all_notes'],
  ],
  [
    'definer without search_path',
    asOwner('alter function notes.ask() reset search_path'),
    ['definer_search_path notes.ask()'],
  ],
  [
    'definer for everybody',
    asOwner('grant execute on function notes.ask() to public'),
    ['definer_public notes.ask()'],
  ],
  [
    'leakproof by hand',
    'create function notes.like(text) returns boolean language sql leakproof as $$select true$$; alter function notes.like(text) owner to :owner',
    ['leakproof_function notes."like"(text)'],
  ],
  [
    'public schema open',
    'grant create on schema public to public',
    ['serving_role_creates app', 'public_schema_open public'],
  ],
  ['serving role may create', 'grant create on schema notes to :app', ['serving_role_creates app']],
  [
    'foreign table',
    'create extension file_fdw; create server files foreign data wrapper file_fdw; create foreign table notes.f (line text) server files options (filename $$/dev/null$$); grant select on notes.f to :app',
    ['foreign_table_readable notes.f'],
  ],
]

async function examine(name: string, spoil: string): Promise<string[]> {
  const { owner, app } = installation.roles
  const database = `${template}_${name.replaceAll(/\W+/g, '_')}`.slice(0, 63)
  await createDatabase(installation.superuser('postgres'), database, {
    roles: installation.roles,
    template,
    strategy: 'file_copy',
  })
  try {
    const text = spoil.replaceAll(':owner', `"${owner}"`).replaceAll(':app', `"${app}"`)
    await withConnection(installation.superuser(database), client => client.query(text))
    const { findings } = await doctor(installation.login('app', database), options)
    return findings.map(entry => `${entry.rule} ${entry.object.replace(app, 'app')}`)
  } finally {
    await dropDatabase(installation.superuser('postgres'), database)
  }
}

test('a sound database of each kind has no finding', async () => {
  expect(await examine('sound', 'select 1')).toEqual([])
  const control = await doctor(installation.login('app', installation.controlName), {
    ...options,
    ownerColumns: ['organization_id'],
  })
  expect(control.findings).toEqual([])
  expect(control.tables).toBeGreaterThan(3)
})

for (const [name, spoil, expected] of SPOILED)
  test(`spoiled: ${name}`, async () => {
    expect((await examine(name, spoil)).sort()).toEqual([...expected].sort())
  })

test('a role that can step around row security is found', async () => {
  const { roles } = installation
  const alter = (text: string) =>
    withConnection(installation.superuser('postgres'), client => client.query(text))
  const found = async (role: string) =>
    (await doctor(installation.login('app', template), { ...options, servingRoles: [role] })).findings.map(
      entry => entry.rule,
    )
  expect(await found(roles.ops)).toEqual(['serving_role_bypassrls'])
  expect(await found(roles.migrator)).toEqual(['serving_role_powerful'])
  expect(await found(roles.owner)).toContain('serving_role_owns')
  await alter(`alter role "${roles.relay}" superuser`)
  expect(await found(roles.relay)).toContain('serving_role_superuser')
  await alter(`alter role "${roles.relay}" nosuperuser`)
})

test('every rule fires somewhere in these tests', () => {
  const fired = new Set(SPOILED.flatMap(([, , expected]) => expected.map(entry => entry.split(' ')[0])))
  const byRole = [
    'serving_role_bypassrls',
    'serving_role_powerful',
    'serving_role_owns',
    'serving_role_superuser',
  ]
  expect(
    DOCTOR_RULES.map(rule => rule.rule).filter(rule => !fired.has(rule) && !byRole.includes(rule)),
  ).toEqual([])
})

test('a stranger’s database is judged without knowing its names, and a finding can be allowed', async () => {
  const report = await doctor(installation.superuser(template))
  expect(report.findings.map(entry => entry.rule)).toEqual(['serving_role_bypassrls'])
  const { findings, allowed } = await doctor(installation.superuser(template), {
    allow: [{ rule: 'serving_role_bypassrls', object: installation.roles.ops, reason: 'backup' }],
  })
  expect([findings, allowed]).toEqual([[], 1])
  expect(formatDoctorReport(report)).toMatch(
    /ERROR {3}serving_role_bypassrls[\s\S]*Remedy: [\s\S]*1 findings/,
  )
})
