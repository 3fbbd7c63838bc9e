-- What every module stands on: files, jobs, the outbox and its wake-up rows, idempotency, keys of an organization.

create table platform.file (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  storage_key text not null check (length(storage_key) <= 300),
  name text not null check (length(name) <= 300),
  media_type text not null check (length(media_type) <= 127),
  bytes bigint not null check (bytes >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  purpose text not null check (purpose in ('asset', 'upload', 'rejects', 'print', 'preview', 'export')),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
comment on table platform.file is 'Bytes in the storage; the row is written after the bytes are there.';
comment on column platform.file.storage_key is '[none] path below the storage root, begins with the organization''s id';
comment on column platform.file.name is '[personal:free] name under which it was uploaded or is offered for download';
comment on column platform.file.media_type is '[none]';
comment on column platform.file.sha256 is '[none]';
comment on column platform.file.purpose is '[none]';
select platform.protect('platform.file');

create table platform.job (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  type text not null check (length(type) <= 60),
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  resource text check (length(resource) <= 60),
  resource_id uuid,
  input jsonb not null default '{}',
  step text check (length(step) <= 100),
  done bigint not null default 0,
  total bigint,
  result jsonb,
  error_code text check (length(error_code) <= 60),
  error_message text check (length(error_message) <= 2000),
  attempt integer not null default 0,
  failures integer not null default 0,
  losses integer not null default 0,
  cancel_requested_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index job_resource on platform.job (tenant_id, resource, resource_id, id desc);
create index job_state on platform.job (tenant_id, state, id desc);
comment on table platform.job is 'Long work as its organization sees it: state, progress, outcome. The queue in the control database only says which job to run.';
comment on column platform.job.type is '[none]';
comment on column platform.job.state is '[none]';
comment on column platform.job.resource is '[none] what the work is for, as campaigns.campaign';
comment on column platform.job.input is '[none] ids and options only';
comment on column platform.job.step is '[none] what is being done now';
comment on column platform.job.result is '[none] figures and ids';
comment on column platform.job.error_code is '[none]';
comment on column platform.job.error_message is '[none]';
comment on column platform.job.attempt is 'Fencing token: a worker that lost its lease carries an older number and may not write.';
comment on column platform.job.failures is 'Runs that ended with an unexpected error; a few, then the job has failed.';
comment on column platform.job.losses is 'Runs whose worker died; a job that kills its workers has failed at last.';
create trigger touch before update on platform.job for each row execute function platform.touch();
select platform.protect('platform.job');

create table platform.outbox (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  type text not null check (length(type) <= 100),
  resource text not null check (length(resource) <= 60),
  resource_id uuid,
  data jsonb not null default '{}',
  actor_id uuid,
  request_id text check (length(request_id) <= 100),
  created_at timestamptz not null default now(),
  tries integer not null default 0,
  retry_at timestamptz,
  error text check (length(error) <= 500),
  processed_at timestamptz,
  primary key (tenant_id, id)
);
create index outbox_waiting on platform.outbox (tenant_id, id) where processed_at is null;
comment on table platform.outbox is 'Domain events, written in the transaction of the change that they tell of; a relay turns them into jobs and webhooks.';
comment on column platform.outbox.type is '[none]';
comment on column platform.outbox.resource is '[none]';
comment on column platform.outbox.data is '[personal:free] snapshot for receivers';
comment on column platform.outbox.request_id is '[none]';
comment on column platform.outbox.tries is 'How often a subscriber has failed on it; other events pass by meanwhile.';
comment on column platform.outbox.error is '[none] class and code of the last failure, kept where the event was given up';
select platform.protect('platform.outbox');

-- One row a transaction, never one shared row an organization: an upsert would make writers of one organization wait
-- for each other, and `do nothing` would lose the wake-up of a transaction that commits after the relay has looked.
create table platform.wake_up (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  primary key (tenant_id, id)
);
comment on table platform.wake_up is 'Which organizations have waiting outbox rows. Ids only: the relay may read this and nothing else.';
select platform.protect('platform.wake_up');
create policy relay on platform.wake_up to :"relay" using (true);
grant usage on schema platform to :"relay";
grant select, delete on platform.wake_up to :"relay";

create function platform.wake_relay() returns trigger
language plpgsql
set search_path = pg_catalog, platform
as $$
begin
  insert into platform.wake_up (tenant_id) values (platform.tenant_id());
  notify lettershop_wake_up;
  return null;
end $$;
comment on function platform.wake_relay is 'After a statement that wrote outbox rows: leaves a wake-up row and rings the relay.';
create trigger wake_relay after insert on platform.outbox for each statement execute function platform.wake_relay();

create table platform.idempotency_key (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  actor_id uuid not null,
  key text not null check (length(key) between 1 and 255),
  request_sha256 text not null check (request_sha256 ~ '^[0-9a-f]{64}$'),
  effect_committed_at timestamptz,
  status integer,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, actor_id, key)
);
comment on table platform.idempotency_key is 'Answers of POST requests that named an Idempotency-Key, kept 24 hours.';
comment on column platform.idempotency_key.id is 'Also the claim: a retry that takes over a stale claim gets a new id, and the first one can no longer commit.';
comment on column platform.idempotency_key.key is '[none]';
comment on column platform.idempotency_key.effect_committed_at is 'Set in the transaction of the work itself: the effect is there even if the process died before it answered.';
comment on column platform.idempotency_key.request_sha256 is '[none] method, path and body';
comment on column platform.idempotency_key.response is '[personal:free] body of the answer';
select platform.protect('platform.idempotency_key');

create table platform.secret (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  purpose text not null check (purpose in ('code_signing', 'code_sealing', 'suppression', 'visitor', 'write_key')),
  version integer not null check (version > 0),
  key_id text not null check (length(key_id) <= 100),
  wrapped_key text not null,
  ciphertext text not null,
  retired_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, purpose, version)
);
comment on table platform.secret is 'Keys that an organization''s codes and hashes are made with, themselves encrypted. Old versions stay readable: a printed code outlives a rotation.';
comment on column platform.secret.purpose is '[none]';
comment on column platform.secret.key_id is '[none] which key-encryption key wraps the data key';
comment on column platform.secret.wrapped_key is '[secret]';
comment on column platform.secret.ciphertext is '[secret] iv:authTag:ciphertext';
select platform.protect('platform.secret');
