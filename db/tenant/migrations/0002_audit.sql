create schema audit authorization :"owner";
grant usage on schema audit to :"app", :"ops";

create table audit.entry (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  actor_id uuid,
  actor_role text not null check (length(actor_role) <= 40),
  action text not null check (length(action) <= 100),
  resource text not null check (length(resource) <= 60),
  resource_id uuid,
  changes jsonb not null default '{}',
  request_id text check (length(request_id) <= 100),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index entry_resource on audit.entry (tenant_id, resource, resource_id, id desc);
comment on table audit.entry is 'Append-only: every business change, written in the transaction of the change.';
comment on column audit.entry.actor_role is '[none]';
comment on column audit.entry.action is '[none]';
comment on column audit.entry.resource is '[none]';
comment on column audit.entry.changes is '[personal:free] field -> [before, after]; personal values are left out';
comment on column audit.entry.request_id is '[none]';
select platform.protect('audit.entry');
-- Append-only by grant, not by promise.
revoke update, delete on audit.entry from :"app";
