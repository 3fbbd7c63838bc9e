export type Severity = 'error' | 'warning'

/** One lint: a query over the catalog that returns the objects that break it. */
export interface Rule {
  readonly rule: string
  readonly severity: Severity
  /** What is wrong, after the object's name. */
  readonly message: string
  readonly remedy: string
  /** Follows {@link CONTEXT}; returns `object`, and `detail` where the message needs more. */
  readonly sql: string
}

/**
 * What every rule may use. $1 tenant columns, $2 columns that give a row its organization where keys need not
 * contain it, $3 serving roles or NULL (then every role with a grant on such a table that does not own it).
 * `tables` are the tables, partitions included, that have such a column; `serving` the roles that serve.
 */
export const CONTEXT = `
with settings as (select $1::text[] as tenant_columns, $2::text[] as owner_columns, $3::text[] as given),
relations as (
  select c.*, format('%I.%I', n.nspname, c.relname) as name
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and not exists (select from pg_catalog.pg_depend d
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
),
tables as (
  select r.*, a.attnum as tenant_attnum, a.attname as tenant_column, a.attnotnull as tenant_not_null,
    a.attname = any (s.tenant_columns) as keyed
  from relations r cross join settings s
  join lateral (
    select * from pg_catalog.pg_attribute a
    where a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
      and a.attname = any (s.tenant_columns || s.owner_columns)
    order by array_position(s.tenant_columns || s.owner_columns, a.attname::text) limit 1
  ) a on true
  where r.relkind in ('r', 'p')
),
serving as (
  select r.* from pg_catalog.pg_roles r cross join settings s
  where (s.given is not null and r.rolname = any (s.given))
     or (s.given is null and not r.rolsuper and exists (
          select from tables t, aclexplode(t.relacl) x where x.grantee = r.oid and t.relowner <> r.oid))
),
policies as (
  select p.*, t.name, t.tenant_column, pg_get_expr(p.polqual, p.polrelid) as qual,
    pg_get_expr(p.polwithcheck, p.polrelid) as with_check,
    0 = any (p.polroles) or exists (select from serving s where s.oid = any (p.polroles)) as serves
  from pg_catalog.pg_policy p join tables t on t.oid = p.polrelid
)`
