-- What every database of the installation has, control and tenant alike: the scope as the database sees it,
-- time-ordered ids, and protect(), which puts a table under the organization's row security.

create schema if not exists platform;
comment on schema platform is 'Scope of a transaction, ids, and the protection of tables.';

-- A function is nobody's until it is granted: PostgreSQL would give every new one to PUBLIC.
alter default privileges revoke execute on functions from public;

-- Plain SQL and stable, so that the planner inlines it and the policy reaches the index condition.
-- missing_ok gives NULL where no scope was ever set; nullif covers the '' that SET LOCAL leaves behind.
create function platform.tenant_id() returns uuid language sql stable parallel safe
as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;
comment on function platform.tenant_id() is 'Organization of this transaction, or NULL: then no row is visible.';

create function platform.actor_id() returns uuid language sql stable parallel safe
as $$ select nullif(current_setting('app.actor_id', true), '')::uuid $$;
comment on function platform.actor_id() is 'Person or key that acts, or NULL for the system and the public.';

create function platform.actor_role() returns text language sql stable parallel safe
as $$ select nullif(current_setting('app.role', true), '') $$;
comment on function platform.actor_role() is 'Role of the actor in the organization.';

create function platform.request_id() returns text language sql stable parallel safe
as $$ select nullif(current_setting('app.request_id', true), '') $$;
comment on function platform.request_id() is 'Request that this transaction serves; made by the server.';

create function platform.session_hash() returns text language sql stable parallel safe
as $$ select nullif(current_setting('app.session_hash', true), '') $$;
comment on function platform.session_hash() is 'Hash of the public session token, for rows that belong to a session.';

-- RFC 9562 version 7: 48 bits of milliseconds, 12 bits of the fraction of a millisecond, 62 random bits.
-- PostgreSQL 18 has uuidv7(); 15 to 17 have not, and imports need an id with the time of the occurrence.
create function platform.uuid_v7(at timestamptz default clock_timestamp()) returns uuid
language sql volatile parallel safe
as $$
  select encode(
    int8send((t.us / 1000 << 16) | 28672 | (t.us % 1000 * 4096 / 1000))
      || substring(uuid_send(gen_random_uuid()) from 9 for 8), 'hex')::uuid
  from (select (extract(epoch from at) * 1000000)::bigint as us) t
$$;
comment on function platform.uuid_v7(timestamptz) is 'Time-ordered id, to the quarter of a microsecond in order.';

create function platform.touch() returns trigger language plpgsql
as $$
begin
  new.updated_at = now();
  return new;
end
$$;
comment on function platform.touch() is 'Before update: sets updated_at.';

create function platform.touch_versioned() returns trigger language plpgsql
as $$
begin
  new.updated_at = now();
  new.row_version = old.row_version + 1;
  return new;
end
$$;
comment on function platform.touch_versioned() is 'Before update: sets updated_at and counts row_version.';

-- Row security already keeps the app role from giving a row away; this holds for ops, which bypasses it.
create function platform.keep_tenant() returns trigger language plpgsql
as $$
begin
  raise exception 'a row of %.% cannot change its organization', tg_table_schema, tg_table_name
    using errcode = 'restrict_violation';
end
$$;
comment on function platform.keep_tenant() is 'Before update of the tenant column: refuses.';

create function platform.protect(target regclass, tenant_column name default 'tenant_id') returns void
language plpgsql
as $$
declare
  part record;
  shown text := target::text;
begin
  execute format('alter table %s alter column %I set default platform.tenant_id(), alter column %I set not null',
    target, tenant_column, tenant_column);
  execute format('create trigger keep_tenant before update of %I on %s for each row
    when (old.%I is distinct from new.%I) execute function platform.keep_tenant()',
    tenant_column, target, tenant_column, tenant_column);
  for part in
    select relid::regclass as name, relid = target::oid as is_root, c.relkind
    from (select target::oid as relid union select relid::oid from pg_partition_tree(target)) tree
    join pg_class c on c.oid = tree.relid
  loop
    execute format('alter table %s enable row level security', part.name);
    execute format('alter table %s force row level security', part.name);
    execute format('drop policy if exists tenant_isolation on %s', part.name);
    -- No sub-select here: PostgreSQL inlines the function, and Citus refuses to distribute a table with one.
    execute format('create policy tenant_isolation on %s as permissive for all to %I
      using (%I = platform.tenant_id()) with check (%I = platform.tenant_id())',
      part.name, :'app', tenant_column, tenant_column);
    execute format('revoke all on %s from public', part.name);
    execute format('grant select, insert, update, delete on %s to %I', part.name, :'ops');
    -- A partition asked directly would answer under its own policy only; the app role has no business there.
    if part.is_root then
      execute format('grant select, insert, update, delete on %s to %I', part.name, :'app');
    else
      execute format('revoke all on %s from %I', part.name, :'app');
    end if;
  end loop;
end
$$;
comment on function platform.protect(regclass, name) is
  'Puts a table and its partitions under row security of the organization: enabled, forced, one policy, grants.';

create function platform.protect_partition(target regclass, tenant_column name default 'tenant_id') returns void
language plpgsql
as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('drop policy if exists tenant_isolation on %s', target);
  execute format('create policy tenant_isolation on %s as permissive for all to %I
    using (%I = platform.tenant_id()) with check (%I = platform.tenant_id())',
    target, :'app', tenant_column, tenant_column);
  execute format('revoke all on %s from public, %I', target, :'app');
  execute format('grant select, insert, update, delete on %s to %I', target, :'ops');
end
$$;
comment on function platform.protect_partition(regclass, name) is
  'The same for one partition that is made later than its table; the app role gets no grant on it.';

grant select on platform.migration to :"app", :"ops";
grant usage on schema platform to :"app", :"ops", :"auth", :"relay";
grant execute on function platform.tenant_id(), platform.actor_id(), platform.actor_role(), platform.request_id(),
  platform.session_hash(), platform.uuid_v7(timestamptz) to :"app", :"ops", :"auth", :"relay";
