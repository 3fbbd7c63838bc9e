import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { RoleNames } from '../migrate/roles.ts'

/**
 * Everything that makes a schema what it is, one line each, in a fixed order: columns, keys, indexes, policies,
 * functions, triggers, views, grants. Roles are named by purpose, so that two installations compare equal.
 * @param client any login that may read the catalog
 */
export async function describeSchema(client: pg.ClientBase, roles: RoleNames): Promise<string[]> {
  await client.query("begin transaction read only; set local search_path = ''")
  try {
    const { rows } = await client.query<{ line: string }>(QUERY)
    const named = Object.entries(roles).map(
      ([purpose, name]) => [new RegExp(`\\b${name}\\b`, 'g'), `:${purpose}`] as const,
    )
    return rows
      .map(({ line }) => named.reduce((text, [name, purpose]) => text.replace(name, purpose), line))
      .sort()
  } finally {
    await client.query('rollback')
  }
}

/** SHA-256 of {@link describeSchema}: equal schemas have equal fingerprints. */
export function fingerprintOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

const QUERY = `
with schemas as (
  select oid, nspname, nspowner, nspacl from pg_catalog.pg_namespace
  where nspname !~ '^pg_' and nspname <> 'information_schema'
),
relations as (
  select c.*, format('%I.%I', s.nspname, c.relname) as name from pg_catalog.pg_class c join schemas s on s.oid = c.relnamespace
  where not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
)
select format('schema %s owner %s grants %s', nspname, pg_get_userbyid(nspowner), nspacl) as line from schemas
union all
select format('relation %s %s owner %s rls %s %s options %s grants %s', name, relkind, pg_get_userbyid(relowner),
    relrowsecurity, relforcerowsecurity, reloptions, (select string_agg(a::text, ',' order by a::text) from unnest(relacl) a))
  from relations where relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    and not (relispartition and relname ~ '\\d{4}') -- partitions by time come and go
union all
select format('column %s.%I %s%s default %s generated %s', r.name, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then ' not null' end, pg_get_expr(d.adbin, d.adrelid), a.attgenerated)
  from relations r join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  left join pg_catalog.pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
  where r.relkind in ('r', 'p', 'v', 'm', 'f') and not r.relispartition
union all
select format('constraint %s %I %s%s', r.name, k.conname, pg_get_constraintdef(k.oid), case when not k.convalidated then ' not valid' end)
  from pg_catalog.pg_constraint k join relations r on r.oid = k.conrelid where k.contype <> 'n' and not r.relispartition
union all
select format('index %s%s', pg_get_indexdef(i.indexrelid), case when not i.indisvalid then ' invalid' end)
  from pg_catalog.pg_index i join relations r on r.oid = i.indrelid where not r.relispartition
union all
select format('policy %s %I %s %s to %s using %s check %s', r.name, p.polname, p.polcmd, p.polpermissive,
    (select string_agg(coalesce(pg_get_userbyid(nullif(x, 0)), 'public'), ',' order by 1) from unnest(p.polroles) x),
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  from pg_catalog.pg_policy p join relations r on r.oid = p.polrelid where not r.relispartition
union all
select format('trigger %s %s %s', r.name, pg_get_triggerdef(t.oid), t.tgenabled)
  from pg_catalog.pg_trigger t join relations r on r.oid = t.tgrelid where not t.tgisinternal and not r.relispartition
union all
select format('view %s %s', r.name, pg_get_viewdef(r.oid)) from relations r where r.relkind in ('v', 'm')
union all
select format('function %s grants %s sha %s', f.oid::regprocedure,
    (select string_agg(a::text, ',' order by a::text) from unnest(f.proacl) a), md5(pg_get_functiondef(f.oid)))
  from pg_catalog.pg_proc f join schemas s on s.oid = f.pronamespace
  where f.prokind in ('f', 'p')
    and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
union all
select format('extension %s', extname) from pg_catalog.pg_extension where extname <> 'plpgsql'`
