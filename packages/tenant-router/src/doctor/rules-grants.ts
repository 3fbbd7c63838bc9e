import type { Rule } from './rule.ts'

/** Roles, grants, and the ways around row security: views, functions, foreign tables. */
export const GRANT_RULES: readonly Rule[] = [
  {
    rule: 'serving_role_superuser',
    severity: 'error',
    message: 'serves and is a superuser: row security does not apply to it',
    remedy: 'alter role … nosuperuser, or serve as another role',
    sql: 'select rolname::text as object from serving where rolsuper',
  },
  {
    rule: 'serving_role_bypassrls',
    severity: 'error',
    message: 'serves and has BYPASSRLS: row security does not apply to it',
    remedy: 'alter role … nobypassrls',
    sql: 'select rolname::text as object from serving where rolbypassrls',
  },
  {
    rule: 'serving_role_powerful',
    severity: 'error',
    message: 'serves and can become a role that steps around row security',
    remedy: 'revoke the membership',
    sql: `select s.rolname::text as object, min(r.rolname)::text as detail from serving s join pg_catalog.pg_roles r
        on r.oid <> s.oid and pg_has_role(s.oid, r.oid, 'member')
      where not s.rolsuper and (r.rolsuper or r.rolbypassrls or exists (select from tables t where t.relowner = r.oid))
      group by s.rolname`,
  },
  {
    rule: 'serving_role_owns',
    severity: 'error',
    message: 'serves and owns tables: it can turn their row security off',
    remedy: 'alter table … owner to a role that does not log in',
    sql: `select s.rolname::text as object, min(t.name) as detail from serving s join tables t on t.relowner = s.oid group by s.rolname`,
  },
  {
    rule: 'serving_role_creates',
    severity: 'error',
    message: 'serves and may create objects in a schema',
    remedy: 'revoke create on schema … from the role, and from public',
    sql: `select s.rolname::text as object, n.nspname::text as detail
      from serving s join pg_catalog.pg_namespace n on has_schema_privilege(s.oid, n.oid, 'create')
      where not s.rolsuper and n.nspname !~ '^pg_' and not exists (select from tables t where t.relowner = s.oid)`,
  },
  {
    rule: 'grant_to_public',
    severity: 'error',
    message: 'is granted to PUBLIC, that is to every login there will ever be',
    remedy: 'revoke all on … from public',
    sql: `select distinct t.name as object from tables t, aclexplode(t.relacl) x where x.grantee = 0 and not t.relispartition`,
  },
  {
    rule: 'grant_past_rls',
    severity: 'error',
    message: 'gives a serving role a privilege that ignores row security',
    remedy: 'revoke truncate, references, trigger on … from the role',
    sql: `select t.name as object, string_agg(distinct x.privilege_type, ', ') as detail
      from tables t, aclexplode(t.relacl) x join serving s on s.oid = x.grantee
      where x.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER') group by t.name`,
  },
  {
    rule: 'view_of_definer',
    severity: 'error',
    message: 'is a view that reads as its owner, not as who asks',
    remedy: 'alter view … set (security_invoker = true)',
    sql: `select distinct v.name as object from relations v
      join pg_catalog.pg_rewrite w on w.ev_class = v.oid
      join pg_catalog.pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
        and d.refclassid = 'pg_class'::regclass and d.refobjid <> v.oid
      join tables t on t.oid = d.refobjid
      where v.relkind = 'v' and not coalesce('security_invoker=true' = any (v.reloptions) or 'security_invoker=on' = any (v.reloptions), false)`,
  },
  {
    rule: 'materialized_view_readable',
    severity: 'error',
    message:
      'is a materialized view of several tenants’ rows that a serving role may read: it has no row security',
    remedy: 'revoke it and answer through a table under row security',
    sql: `select distinct v.name as object from relations v
      join pg_catalog.pg_rewrite w on w.ev_class = v.oid
      join pg_catalog.pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
      join tables t on t.oid = d.refobjid, aclexplode(v.relacl) x
      where v.relkind = 'm' and x.privilege_type = 'SELECT' and (x.grantee = 0 or x.grantee in (select oid from serving))`,
  },
  {
    rule: 'foreign_table_readable',
    severity: 'warning',
    message: 'is a foreign table that a serving role may read: row security does not apply to it',
    remedy: 'revoke it from the serving role',
    sql: `select distinct r.name as object from relations r, aclexplode(r.relacl) x
      where r.relkind = 'f' and (x.grantee = 0 or x.grantee in (select oid from serving))`,
  },
  {
    rule: 'definer_search_path',
    severity: 'error',
    message: 'runs as its owner and has no fixed search_path: the caller chooses what its names mean',
    remedy: 'alter function … set search_path = pg_catalog, pg_temp',
    sql: `select f.oid::regprocedure::text as object from pg_catalog.pg_proc f join pg_catalog.pg_namespace n on n.oid = f.pronamespace
      where f.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and not exists (select from unnest(f.proconfig) c where c like 'search_path=%')
        and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')`,
  },
  {
    rule: 'definer_public',
    severity: 'error',
    message: 'runs as its owner and may be called by PUBLIC',
    remedy: 'revoke execute on function … from public, and grant it by name',
    sql: `select f.oid::regprocedure::text as object from pg_catalog.pg_proc f join pg_catalog.pg_namespace n on n.oid = f.pronamespace
      where f.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and (f.proacl is null or exists (select from aclexplode(f.proacl) x where x.grantee = 0))
        and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')`,
  },
  {
    rule: 'leakproof_function',
    severity: 'error',
    message:
      'is declared LEAKPROOF, so the planner runs it before the policy; an error of it shows other tenants’ values',
    remedy: 'alter function … not leakproof',
    sql: `select f.oid::regprocedure::text as object from pg_catalog.pg_proc f where f.proleakproof and f.oid >= 16384
      and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')`,
  },
  {
    rule: 'public_schema_open',
    severity: 'error',
    message: 'lets every login create objects in it',
    remedy: 'revoke create on schema … from public',
    sql: `select n.nspname::text as object from pg_catalog.pg_namespace n, aclexplode(n.nspacl) x
      where x.grantee = 0 and x.privilege_type = 'CREATE' and n.nspname !~ '^pg_'`,
  },
]
