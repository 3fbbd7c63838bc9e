-- Audit of control actions: sign-in, members, keys, placements. Business rows are audited in the organization's own database.
create schema audit authorization :"owner";
grant usage on schema audit to :"app", :"auth", :"ops";

create table audit.entry (
  id uuid primary key default platform.uuid_v7(),
  tenant_id uuid,
  actor_id uuid,
  actor_kind text not null check (actor_kind in ('user', 'api_key', 'operator', 'system', 'nobody')),
  action text not null check (length(action) <= 100),
  resource text not null check (length(resource) <= 100),
  resource_id text check (length(resource_id) <= 200),
  request_id text check (length(request_id) <= 100),
  detail jsonb not null default '{}',
  created_at timestamptz not null default now()
);
create index entry_tenant_id on audit.entry (tenant_id, created_at desc, id desc);
comment on table audit.entry is 'Append-only: who did what to identity and tenancy. Rows without an organization concern the installation.';
comment on column audit.entry.actor_kind is '[none]';
comment on column audit.entry.action is '[none]';
comment on column audit.entry.resource is '[none]';
comment on column audit.entry.resource_id is '[none]';
comment on column audit.entry.request_id is '[none]';
comment on column audit.entry.detail is '[none] ids and changed field names, never values of a person';

alter table audit.entry enable row level security, force row level security;
create policy tenant_isolation on audit.entry to :"app" using (tenant_id = platform.tenant_id()) with check (tenant_id = platform.tenant_id());
create policy sign_in on audit.entry for insert to :"auth" with check (true);
grant select, insert on audit.entry to :"app";
grant insert on audit.entry to :"auth";
grant select on audit.entry to :"ops";
