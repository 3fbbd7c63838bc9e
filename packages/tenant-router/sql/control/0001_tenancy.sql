-- The registry: which databases there are, how to reach them, and which organization lives where.

create schema tenancy;
comment on schema tenancy is 'Registry of data sources and placements.';

create table tenancy.data_source (
  id          uuid primary key default platform.uuid_v7(),
  name        text not null unique check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  kind        text not null check (kind in ('shared', 'dedicated')),
  status      text not null default 'active' check (status in ('active', 'draining', 'failed', 'retired')),
  region      text not null default 'default',
  host        text not null,
  port        integer not null check (port between 1 and 65535),
  database    text not null check (database <> ''),
  tls_mode    text not null default 'disable' check (tls_mode in ('disable', 'verify-full')),
  tls_name    text,
  tls_ca      text,
  foreign_server boolean not null default false,
  capacity    integer check (capacity > 0),
  connection_pool_config jsonb not null default '{}',
  replicas    jsonb not null default '[]',
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  unique (host, port, database)
);
comment on table tenancy.data_source is 'A tenant database: shared by many organizations, or dedicated to one.';
comment on column tenancy.data_source.tls_ca is '[none]';
comment on column tenancy.data_source.tls_mode is '[none]';
comment on column tenancy.data_source.database is '[none]';
comment on column tenancy.data_source.host is '[none]';
comment on column tenancy.data_source.region is '[none]';
comment on column tenancy.data_source.kind is '[none]';
comment on column tenancy.data_source.name is '[none]';
comment on column tenancy.data_source.status is '[none] active: takes organizations; draining: serves, takes no new one; failed: its last migration failed; retired: kept for the record.';
comment on column tenancy.data_source.tls_name is '[none] Name that the certificate must carry, where it is not the host.';
comment on column tenancy.data_source.foreign_server is 'Given by a tenant: its address passes the guard before each connection.';
comment on column tenancy.data_source.capacity is 'Most organizations it should hold; NULL for no limit.';
comment on column tenancy.data_source.connection_pool_config is '[none] {"min": 2, "max": 10} where it differs from the installation''s.';
comment on column tenancy.data_source.replicas is '[none] [{"host", "port", "region"}]: read-only copies of the same database.';

create table tenancy.key (
  id         text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  state      text not null default 'active' check (state in ('active', 'retiring', 'retired')),
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
comment on table tenancy.key is 'Key-encryption keys by name. The keys themselves are with the key provider.';
comment on column tenancy.key.state is '[none]';
comment on column tenancy.key.id is '[none]';

create table tenancy.credential (
  data_source_id uuid not null references tenancy.data_source on delete cascade,
  purpose        text not null check (purpose in ('app', 'migrator', 'ops')),
  format_version integer not null default 1 check (format_version in (0, 1)),
  key_id         text,
  wrapped_key    text,
  secret         text not null,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  primary key (data_source_id, purpose),
  check (format_version = 0 or (key_id is not null and wrapped_key is not null))
);
comment on table tenancy.credential is 'Logins of a data source, one for each purpose, under envelope encryption.';
comment on column tenancy.credential.key_id is '[none]';
comment on column tenancy.credential.purpose is '[none]';
comment on column tenancy.credential.format_version is '0: plain JSON, waiting for its first encryption; 1: iv:authTag:ciphertext in base64.';
comment on column tenancy.credential.wrapped_key is '[secret] The data key of this row, wrapped by key_id.';
comment on column tenancy.credential.secret is '[secret] {"user", "password"}, encrypted with the data key.';
create index credential_by_key on tenancy.credential (key_id);

create table tenancy.placement (
  organization_id uuid not null primary key,
  data_source_id  uuid not null references tenancy.data_source,
  tenant_id_in_data_source uuid not null,
  state           text not null default 'open' check (state in ('open', 'fenced', 'closed')),
  epoch           bigint not null default 1 check (epoch > 0),
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now()
);
comment on table tenancy.placement is 'The one home of each organization.';
comment on column tenancy.placement.tenant_id_in_data_source is 'Id of the organization inside that database; differs where the database came from elsewhere.';
comment on column tenancy.placement.state is '[none] fenced: a move is switching, wait; closed: the organization is suspended.';
create index placement_by_source on tenancy.placement (data_source_id);

create table tenancy.database_migration (
  data_source_id uuid primary key references tenancy.data_source on delete cascade,
  state       text not null default 'pending' check (state in ('pending', 'running', 'current', 'failed')),
  version     text,
  fingerprint text,
  error       text,
  milliseconds integer,
  checked_at  timestamptz not null default now()
);
comment on table tenancy.database_migration is 'How far each tenant database is, and what stopped it.';
comment on column tenancy.database_migration.error is '[none]';
comment on column tenancy.database_migration.state is '[none]';
comment on column tenancy.database_migration.version is '[none] source/version of the last migration applied.';
comment on column tenancy.database_migration.fingerprint is '[none] SHA-256 of the canonical schema.';

create table tenancy.move (
  id              uuid primary key default platform.uuid_v7(),
  organization_id uuid not null,
  from_source_id  uuid not null references tenancy.data_source,
  to_source_id    uuid not null references tenancy.data_source,
  state           text not null default 'planned' check (state in
    ('planned', 'copying', 'catching_up', 'fenced', 'switched', 'draining', 'done', 'rolled_back', 'failed')),
  strategy        text not null check (strategy in ('online', 'pause')),
  epoch           bigint not null,
  figures         jsonb not null default '{}',
  error           text,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  check (from_source_id <> to_source_id)
);
comment on table tenancy.move is 'Moves of organizations between data sources, with their figures.';
comment on column tenancy.move.error is '[none]';
comment on column tenancy.move.figures is '[none]';
comment on column tenancy.move.strategy is '[none]';
comment on column tenancy.move.state is '[none]';
create unique index move_one_at_a_time on tenancy.move (organization_id)
  where state not in ('done', 'rolled_back', 'failed');

create table tenancy.route_key (
  route_key       text primary key check (route_key ~ '^[0-9A-HJKMNP-TV-Z]{4,12}$'),
  organization_id uuid not null,
  created_at      timestamptz not null default now()
);
comment on table tenancy.route_key is 'First characters of an organization''s printed codes (Crockford base32).';
comment on column tenancy.route_key.route_key is '[none]';
create index route_key_by_organization on tenancy.route_key (organization_id);

create table tenancy.page_domain (
  host            text primary key check (host = lower(host) and host ~ '^[a-z0-9.-]{1,253}$'),
  organization_id uuid not null,
  verified_at     timestamptz,
  created_at      timestamptz not null default now()
);
comment on table tenancy.page_domain is 'Host names under which an organization''s public pages answer.';
comment on column tenancy.page_domain.host is '[none]';
create index page_domain_by_organization on tenancy.page_domain (organization_id);

select platform.protect('tenancy.placement', 'organization_id');
select platform.protect('tenancy.move', 'organization_id');
select platform.protect('tenancy.route_key', 'organization_id');
select platform.protect('tenancy.page_domain', 'organization_id');
alter table tenancy.placement alter column tenant_id_in_data_source set default platform.tenant_id();

-- The serving role places a new organization once and never moves one; moves are for ops.
revoke update, delete on tenancy.placement, tenancy.route_key from :"app";
revoke insert, update, delete on tenancy.move from :"app";

-- Not an organization's rows: grants alone. The serving role sees the credentials that it serves with, no others.
alter table tenancy.credential enable row level security;
alter table tenancy.credential force row level security;
create policy serving on tenancy.credential for select to :"app" using (purpose = 'app');
create policy registry on tenancy.credential for all to :"owner" using (true) with check (true);
grant usage on schema tenancy to :"app", :"ops";
grant select on tenancy.data_source, tenancy.credential, tenancy.database_migration to :"app";
grant select, insert, update, delete on tenancy.data_source, tenancy.credential, tenancy.key,
  tenancy.database_migration to :"ops";

create trigger touch before update on tenancy.data_source for each row execute function platform.touch();
create trigger touch before update on tenancy.credential for each row execute function platform.touch();
create trigger touch before update on tenancy.placement for each row execute function platform.touch();
create trigger touch before update on tenancy.move for each row execute function platform.touch();

-- Every process hears of a change and forgets what it remembered; payload `tenant:<id>` or `source:<id>`.
create function tenancy.announce_placement() returns trigger language plpgsql
as $$
begin
  perform pg_notify('tenancy', 'tenant:' || coalesce(new.organization_id, old.organization_id));
  return null;
end
$$;
create function tenancy.announce_source() returns trigger language plpgsql
as $$
begin
  perform pg_notify('tenancy', 'source:' || coalesce(new.id, old.id));
  return null;
end
$$;
create function tenancy.announce_credential() returns trigger language plpgsql
as $$
begin
  perform pg_notify('tenancy', 'source:' || coalesce(new.data_source_id, old.data_source_id));
  return null;
end
$$;
create trigger announce after insert or update or delete on tenancy.placement
  for each row execute function tenancy.announce_placement();
create trigger announce after update or delete on tenancy.data_source
  for each row execute function tenancy.announce_source();
create trigger announce after insert or update or delete on tenancy.credential
  for each row execute function tenancy.announce_credential();

-- A scan or a page view knows no organization yet: these two answer for one exact key, and list nothing.
create policy lookup on tenancy.route_key for select to :"owner" using (true);
create policy lookup on tenancy.page_domain for select to :"owner" using (true);

create function tenancy.organization_of_route_key(wanted text) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select organization_id from tenancy.route_key where route_key = upper(wanted) $$;
comment on function tenancy.organization_of_route_key(text) is 'Organization of a printed code''s prefix, or NULL.';

create function tenancy.organization_of_host(wanted text) returns uuid
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select organization_id from tenancy.page_domain where host = lower(wanted) and verified_at is not null $$;
comment on function tenancy.organization_of_host(text) is 'Organization of a verified host name, or NULL.';

grant execute on function tenancy.organization_of_route_key(text), tenancy.organization_of_host(text) to :"app";
