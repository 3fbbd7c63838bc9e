import { withConnection } from '../connect/client.ts'
import type { ConnectionSettings } from '../connect/settings.ts'
import { RouterError } from '../errors.ts'

interface Faults {
  superuser: boolean
  bypassrls: boolean
  createrole: boolean
  owned: string | null
  powerful: string | null
  creates: string | null
}

/**
 * Refuses a login that could step around row security: superuser, BYPASSRLS, owner of a table or able to become
 * one of these, or able to create objects. A server calls it for each database before it serves.
 * @throws {RouterError} `role_unsafe`, naming every reason
 */
export async function assertServingRole(connection: ConnectionSettings): Promise<void> {
  const reasons = await withConnection(connection, async client => {
    const { rows } = await client.query<Faults>(QUERY)
    return rows[0] ? describe(rows[0]) : ['its role is not in the catalog']
  })
  if (reasons.length === 0) return
  throw new RouterError(
    'role_unsafe',
    `The login ${connection.user} must not serve database ${connection.database}: ${reasons.join('; ')}. Connect as the app role.`,
  )
}

function describe(faults: Faults): string[] {
  return [
    faults.superuser ? 'it is a superuser' : '',
    faults.bypassrls ? 'it has BYPASSRLS' : '',
    faults.createrole ? 'it has CREATEROLE' : '',
    faults.owned ? `it owns ${faults.owned}` : '',
    faults.powerful ? `it can become ${faults.powerful}` : '',
    faults.creates ? `it may create objects in ${faults.creates}` : '',
  ].filter(reason => reason !== '')
}

const QUERY = `
  with me as (select * from pg_roles where rolname = session_user)
  select me.rolsuper as superuser, me.rolbypassrls as bypassrls, me.rolcreaterole as createrole,
    (select min(c.oid::regclass::text) from pg_class c
      where c.relowner = me.oid and c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace <> pg_my_temp_schema()) as owned,
    (select min(r.rolname) from pg_roles r
      where r.oid <> me.oid and pg_has_role(me.oid, r.oid, 'member') and (r.rolsuper or r.rolbypassrls
        or r.rolname in ('pg_read_all_data', 'pg_write_all_data', 'pg_execute_server_program',
          'pg_read_server_files', 'pg_write_server_files')
        or exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')))) as powerful,
    (select min(n.nspname) from pg_namespace n
      where has_schema_privilege(me.oid, n.oid, 'create') and n.oid <> pg_my_temp_schema()) as creates
  from me`
