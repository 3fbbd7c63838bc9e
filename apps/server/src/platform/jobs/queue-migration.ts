import { quoteIdentifier, type RoleNames } from '@lettershop/tenant-router'
import type pg from 'pg'
import { getConstructionPlans, getMigrationPlans } from 'pg-boss'
import { DEAD, QUEUE_SCHEMA, WORK } from './queue-names.ts'

const DAY = 86_400

/**
 * The SQL that brings the queue's schema (pg-boss and what we keep beside it) to what this program expects. Run it
 * on the same connection, as the owner role: the serving role may then use the queue and change nothing of it.
 * Holds an advisory lock until that connection closes, so that several processes may do this at once.
 */
export async function queueMigrationSql(client: pg.Client, roles: RoleNames): Promise<string> {
  await client.query("select pg_advisory_lock(hashtextextended('lettershop:queue', 0))")
  return [await schemaSql(client), OURS, queueSql(), grantSql(roles)].join('\n')
}

async function schemaSql(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ made: string | null }>('select to_regclass($1) as made', [
    `${QUEUE_SCHEMA}.version`,
  ])
  if (rows[0]?.made == null)
    return `create schema if not exists ${QUEUE_SCHEMA};\n${getConstructionPlans(QUEUE_SCHEMA, { createSchema: false })}`
  const installed = await client.query<{ version: number }>(`select version from ${QUEUE_SCHEMA}.version`)
  const version = installed.rows[0]?.version ?? 0
  return version === expectedVersion() ? '' : getMigrationPlans(QUEUE_SCHEMA, version)
}

/** pg-boss does not export its schema's version; the last statement of the plan writes it. */
function expectedVersion(): number {
  const written = /version\(version\) VALUES \('(\d+)'\)/.exec(getConstructionPlans(QUEUE_SCHEMA))?.[1]
  if (written === undefined)
    throw new Error('pg-boss: the construction plan names no version; check the pinned release')
  return Number(written)
}

const OURS = `
create table if not exists ${QUEUE_SCHEMA}.claim (
  job_id uuid primary key,
  token uuid not null default gen_random_uuid(),
  worker integer not null check (worker > 0),
  claimed_at timestamptz not null default now()
);
comment on table ${QUEUE_SCHEMA}.claim is 'Which worker holds a job. A worker holds an advisory lock with its number while it lives: gone lock, free job.';
comment on column ${QUEUE_SCHEMA}.claim.token is 'Of one holding: what a worker does late with an old one has no effect.';
create index if not exists claim_worker on ${QUEUE_SCHEMA}.claim (worker);
`

function queueSql(): string {
  // Retries, delays and giving up are ours (platform.job knows why a run ended), so pg-boss never gives up by itself.
  // The lease covers what the advisory lock cannot see: a worker that hangs while its connection stays open.
  const work = {
    policy: 'standard',
    retryLimit: 1_000_000,
    retryDelay: 0,
    heartbeatSeconds: 30,
    expireInSeconds: DAY,
    deleteAfterSeconds: DAY,
  }
  const dead = { policy: 'standard', retryLimit: 0, retentionSeconds: 90 * DAY }
  return [[WORK, work] as const, [DEAD, dead] as const]
    .map(
      ([name, options]) => `
select ${QUEUE_SCHEMA}.create_queue('${name}', '${JSON.stringify(options)}'::jsonb)
where not exists (select from ${QUEUE_SCHEMA}.queue where name = '${name}');`,
    )
    .join('')
}

function grantSql(roles: RoleNames): string {
  const [app, ops] = [quoteIdentifier(roles.app), quoteIdentifier(roles.ops)]
  return `
grant usage on schema ${QUEUE_SCHEMA} to ${app}, ${ops};
grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${app};
grant execute on all functions in schema ${QUEUE_SCHEMA} to ${app};
grant select on all tables in schema ${QUEUE_SCHEMA} to ${ops};
revoke insert, update, delete on ${QUEUE_SCHEMA}.version from ${app};
-- When each kind of maintenance ran last: pg-boss writes it; the version itself stays the owner's.
grant update (cron_on, bam_on, flow_on, reindex_on, monitor_backoff_on) on ${QUEUE_SCHEMA}.version to ${app};
`
}
