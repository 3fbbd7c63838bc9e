import type { Rule } from './rule.ts'

/** Row security on the tables themselves. */
export const ROW_RULES: readonly Rule[] = [
  {
    rule: 'rls_disabled',
    severity: 'error',
    message: 'holds rows of several tenants and has no row security',
    remedy: 'alter table … enable row level security; alter table … force row level security; and a policy',
    sql: `select name as object from tables where not relrowsecurity and not relispartition
      and not exists (select from policies p where p.polrelid = tables.oid)`,
  },
  {
    rule: 'policy_without_rls',
    severity: 'error',
    message: 'has policies, but row security is not enabled: they do nothing',
    remedy: 'alter table … enable row level security',
    sql: `select name as object from tables where not relrowsecurity and not relispartition
      and exists (select from policies p where p.polrelid = tables.oid)`,
  },
  {
    rule: 'rls_not_forced',
    severity: 'error',
    message:
      'does not force row security: its owner, and every view and function of the owner, sees all rows',
    remedy: 'alter table … force row level security',
    sql: 'select name as object from tables where relrowsecurity and not relforcerowsecurity and not relispartition',
  },
  {
    rule: 'rls_without_policy',
    severity: 'warning',
    message: 'has row security but no policy for a serving role: nobody can use it',
    remedy: 'create policy … using (tenant = current tenant) with check (the same)',
    sql: `select name as object from tables where relrowsecurity
      and exists (select from aclexplode(tables.relacl) x where x.grantee in (select oid from serving where not rolbypassrls and not rolsuper))
      and not exists (select from policies p where p.polrelid = tables.oid and p.serves and p.polpermissive)`,
  },
  {
    rule: 'partition_unprotected',
    severity: 'error',
    message: 'is a partition without enabled and forced row security: asked directly it shows every tenant',
    remedy: 'enable and force row security on the partition and give it the policy of its table',
    sql: 'select name as object from tables where relispartition and not (relrowsecurity and relforcerowsecurity)',
  },
  {
    rule: 'partition_granted',
    severity: 'error',
    message: 'is a partition that a serving role may use directly, past its table',
    remedy: 'revoke all on … from the serving role; the grant on the table is enough',
    sql: `select distinct t.name as object, s.rolname::text as detail from tables t, aclexplode(t.relacl) x, serving s
      where t.relispartition and not s.rolbypassrls and (x.grantee = s.oid or x.grantee = 0)`,
  },
  {
    rule: 'policy_always_true',
    severity: 'error',
    message: 'has a permissive policy that is always true for a serving role',
    remedy: 'compare the tenant column with the tenant of the transaction, in USING and WITH CHECK',
    sql: `select name as object, polname::text as detail from policies
      where polpermissive and serves and (qual = 'true' or with_check = 'true')`,
  },
  {
    rule: 'policy_ignores_tenant',
    severity: 'error',
    message: 'has a permissive policy for a serving role that does not look at the tenant column',
    remedy: 'put the tenant column into the policy; further conditions go into a restrictive one',
    sql: `select name as object, polname::text as detail from policies
      where polpermissive and serves and (
        (qual is not null and qual <> 'true' and position(tenant_column in qual) = 0)
        or (with_check is not null and with_check <> 'true' and position(tenant_column in with_check) = 0))`,
  },
  {
    rule: 'policy_many_permissive',
    severity: 'warning',
    message: 'has several permissive policies for one role and command: one is enough to let a row through',
    remedy: 'keep one permissive policy; say the others "as restrictive"',
    sql: `select p.name as object, string_agg(p.polname, ', ' order by p.polname) as detail
      from policies p where p.polpermissive and p.serves
      group by p.name, p.polroles, case when p.polcmd = '*' then 'r' else p.polcmd end having count(*) > 1`,
  },
  {
    rule: 'policy_subselect',
    severity: 'warning',
    message:
      'has a policy with a sub-select: Citus refuses to distribute the table, and it may run for each row',
    remedy: 'use a stable SQL function of a setting, which is inlined',
    sql: `select name as object, polname::text as detail from policies
      where coalesce(qual, '') ~* '\\mselect\\M' or coalesce(with_check, '') ~* '\\mselect\\M'`,
  },
  {
    rule: 'tenant_nullable',
    severity: 'error',
    message: 'allows rows without a tenant',
    remedy: 'alter table … alter column … set not null',
    sql: 'select name as object, tenant_column::text as detail from tables where not tenant_not_null and not relispartition',
  },
]
