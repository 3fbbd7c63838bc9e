import type { RoleNames } from '@lettershop/tenant-router'
import type pg from 'pg'
import { getConstructionPlans } from 'pg-boss'

export const QUEUE_SCHEMA = 'queue'

/**
 * SQL that brings pg-boss's schema into the control database, to be run as the owner role; empty when it is there.
 * The serving role works the queue and may neither alter nor drop it.
 */
export async function queueMigrationSql(client: pg.ClientBase, roles: RoleNames): Promise<string> {
  const { rows } = await client.query<{ there: boolean }>("select to_regclass('queue.job') is not null as there")
  if (rows[0]?.there) return ''
  const app = `"${roles.app}"`
  return `
    create schema ${QUEUE_SCHEMA};
    ${getConstructionPlans(QUEUE_SCHEMA, { createSchema: false })}
    grant usage on schema ${QUEUE_SCHEMA} to ${app};
    grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${app};
    grant execute on all functions in schema ${QUEUE_SCHEMA} to ${app};`
}
