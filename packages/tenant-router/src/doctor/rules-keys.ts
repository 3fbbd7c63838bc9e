import type { Rule } from './rule.ts'

/** Keys and indexes: what they let one tenant learn of another, and what row security makes of them. */
export const KEY_RULES: readonly Rule[] = [
  {
    rule: 'key_without_tenant',
    severity: 'error',
    message:
      'is unique over all tenants: an insert tells that another tenant has the value (and with CVE-2026-120154 reads its row)',
    remedy:
      'put the tenant column into the key; globally unique things need random values and a table of their own',
    sql: `select format('%s (%s)', t.name, c.relname) as object
      from tables t join pg_catalog.pg_index i on i.indrelid = t.oid join pg_catalog.pg_class c on c.oid = i.indexrelid
      where t.keyed and i.indisunique and not t.relispartition and not t.tenant_attnum = any (i.indkey)`,
  },
  {
    rule: 'foreign_key_without_tenant',
    severity: 'error',
    message: 'refers to a row without its tenant: a row can point at a row of another tenant',
    remedy: 'foreign key (tenant, parent) references parent (tenant, id)',
    sql: `select format('%s (%s)', t.name, k.conname) as object
      from pg_catalog.pg_constraint k join tables t on t.oid = k.conrelid join tables p on p.oid = k.confrelid
      where k.contype = 'f' and t.keyed and p.keyed and k.conparentid = 0
        and not exists (select from unnest(k.conkey, k.confkey) as pair (here, there)
          where pair.here = t.tenant_attnum and pair.there = p.tenant_attnum)`,
  },
  {
    rule: 'index_without_tenant',
    severity: 'warning',
    message: 'does not begin with the tenant column: every tenant reads through the entries of all',
    remedy: 'create the index with the tenant column first',
    sql: `select format('%s (%s)', t.name, c.relname) as object
      from tables t join pg_catalog.pg_index i on i.indrelid = t.oid join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_am m on m.oid = c.relam
      where t.keyed and not i.indisunique and not t.relispartition and m.amname = 'btree' and i.indkey[0] <> t.tenant_attnum`,
  },
  {
    rule: 'leaky_index',
    severity: 'warning',
    message:
      'has an index that row security makes useless: its comparison may leak values, so it runs after the policy',
    remedy: 'store a normalised text column; text with a check for an enum; bigint minor units for numeric',
    sql: `select distinct format('%s (%s)', t.name, c.relname) as object
      from tables t join pg_catalog.pg_index i on i.indrelid = t.oid join pg_catalog.pg_class c on c.oid = i.indexrelid
      join pg_catalog.pg_am m on m.oid = c.relam
      cross join lateral unnest(i.indclass) with ordinality as k (opclass, place)
      join pg_catalog.pg_opclass o on o.oid = k.opclass
      join pg_catalog.pg_amop a on a.amopfamily = o.opcfamily and a.amopstrategy = case when m.amname = 'btree' then 3 else a.amopstrategy end
        and a.amoplefttype = o.opcintype and a.amoprighttype = o.opcintype
      join pg_catalog.pg_operator op on op.oid = a.amopopr join pg_catalog.pg_proc f on f.oid = op.oprcode
      where t.keyed and t.relrowsecurity and not t.relispartition and m.amname = 'btree'
        and (not f.proleakproof or (i.indkey[k.place - 1] = 0 and exists (
          select from pg_catalog.pg_depend d join pg_catalog.pg_proc g on g.oid = d.refobjid
          where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid and d.refclassid = 'pg_proc'::regclass and not g.proleakproof)
          or i.indkey[k.place - 1] = 0 and pg_get_indexdef(i.indexrelid, k.place::int, true) ~ '(lower|upper|date_trunc)\\('))`,
  },
  {
    rule: 'sequence_on_tenant_table',
    severity: 'warning',
    message:
      'takes a value from a sequence: it tells how busy the other tenants are, and a move must carry it along',
    remedy: 'use a time-ordered uuid',
    sql: `select distinct format('%s.%I', t.name, a.attname) as object
      from tables t join pg_catalog.pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      left join pg_catalog.pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
      where t.keyed and not t.relispartition
        and (a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like '%nextval(%')`,
  },
]
