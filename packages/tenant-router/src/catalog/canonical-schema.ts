import type pg from 'pg'

/** Schemas that are PostgreSQL's own, or a library's that brings its own migrations. */
const FOREIGN = ['pg_catalog', 'information_schema', 'pg_toast']

/**
 * The schema of a database as text: the same for two databases exactly when their schemas are. Committed as
 * `schema.sql`, so that a reviewer sees what a migration did; hashed, it is the fingerprint of a database.
 * It is for reading and comparing, not for running (the embedded server ships no pg_dump).
 * @param options.without schemas to leave out
 * @param options.partitions false leaves out partitions, which come and go with time
 */
export async function canonicalSchema(
  client: pg.ClientBase,
  options: { readonly without?: readonly string[]; readonly partitions?: boolean } = {},
): Promise<string> {
  const hidden = [...FOREIGN, ...(options.without ?? [])]
  const parameters = [hidden, options.partitions ?? false]
  const sections: string[] = []
  for (const [title, query] of SECTIONS) {
    const { rows } = await client.query<{ line: string }>(query, parameters)
    sections.push(`-- ${title}\n${rows.map(row => row.line).join('\n')}\n`)
  }
  return sections.join('\n')
}

const TABLES = `
  tables as (
    select c.oid, c.relname, n.nspname, c.oid::regclass::text as name, c.relkind, c.relrowsecurity, c.relforcerowsecurity,
      c.relpersistence, c.reloptions, pg_get_userbyid(c.relowner) as owner
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm') and n.nspname <> all($1::text[]) and n.nspname not like 'pg_temp%' and n.nspname not like 'pg_toast%'
      and ($2::boolean or not c.relispartition)
  )`

const SECTIONS: readonly (readonly [string, string])[] = [
  [
    'schemas',
    `select format('schema %I owner %I grants %s', nspname, pg_get_userbyid(nspowner), coalesce((select string_agg(a::text, ' ' order by a::text) from unnest(nspacl) a), '')) as line
     from pg_namespace where nspname <> all($1::text[]) and nspname not like 'pg\\_%' and $2::boolean is not null order by nspname`,
  ],
  [
    'tables and columns',
    `with ${TABLES}
     select line from (
       select t.name, 0 as at, format('%s %s owner %s%s%s%s grants %s%s', case t.relkind when 'p' then 'partitioned table' when 'v' then 'view' when 'm' then 'materialized view' else 'table' end,
         t.name, t.owner, case when t.relpersistence = 'u' then ' unlogged' else '' end, case when t.relrowsecurity then ' row security' else '' end,
         case when t.relforcerowsecurity then ' forced' else '' end,
         coalesce((select string_agg(a::text, ' ' order by a::text) from pg_class c, unnest(c.relacl) a where c.oid = t.oid), ''),
         case when obj_description(t.oid, 'pg_class') is null then '' else e'\\n  -- ' || obj_description(t.oid, 'pg_class') end) as line
       from tables t
       union all
       select t.name, a.attnum, format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then ' not null' else '' end,
         coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''), coalesce('  -- ' || col_description(t.oid, a.attnum), ''))
       from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
       left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
     ) lines order by name, at`,
  ],
  [
    'constraints',
    // NOT NULL is a constraint of its own since PostgreSQL 18; it stands with the columns already.
    `with ${TABLES}
     select format('%s %I %s', t.name, k.conname, pg_get_constraintdef(k.oid)) as line
     from tables t join pg_constraint k on k.conrelid = t.oid where k.contype <> 'n' and k.conparentid = 0 order by 1`,
  ],
  [
    'indexes',
    `with ${TABLES}
     select replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') as line
     from tables t join pg_index i on i.indrelid = t.oid order by 1`,
  ],
  [
    'policies',
    `with ${TABLES}
     select format('%s %I %s for %s to %s using (%s) check (%s)', t.name, p.polname, case when p.polpermissive then 'permissive' else 'restrictive' end, p.polcmd,
       (select string_agg(coalesce(r.rolname, 'public'), ', ' order by r.rolname) from unnest(p.polroles) x left join pg_roles r on r.oid = x),
       coalesce(pg_get_expr(p.polqual, p.polrelid), ''), coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '')) as line
     from tables t join pg_policy p on p.polrelid = t.oid order by 1`,
  ],
  [
    'triggers',
    `with ${TABLES}
     select pg_get_triggerdef(g.oid) as line from tables t join pg_trigger g on g.tgrelid = t.oid and not g.tgisinternal order by 1`,
  ],
  [
    'functions',
    `select format('%s%s', pg_get_functiondef(p.oid), coalesce('-- grants ' || (select string_agg(a::text, ' ' order by a::text) from unnest(p.proacl) a), '')) as line
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname <> all($1::text[]) and p.prokind in ('f', 'p') and $2::boolean is not null
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
     order by n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)`,
  ],
]
