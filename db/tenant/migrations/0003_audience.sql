create schema audience authorization :"owner";
grant usage on schema audience to :"app", :"ops";

create table audience.recipient_list (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  name text not null check (length(name) between 1 and 200),
  description text check (length(description) <= 2000),
  source text not null default 'upload' check (source in ('upload', 'purchase', 'segment', 'api', 'import')),
  status text not null default 'ready' check (status in ('mapping', 'importing', 'ready', 'failed', 'cancelled')),
  file_id uuid,
  file_facts jsonb,
  column_mapping jsonb,
  recipient_count bigint not null default 0 check (recipient_count >= 0),
  rejected_count bigint not null default 0 check (rejected_count >= 0),
  duplicate_count bigint not null default 0 check (duplicate_count >= 0),
  import_cursor jsonb,
  rejects_file_id uuid,
  job_id uuid,
  created_by uuid,
  updated_by uuid,
  row_version bigint not null default 1,
  deleted_at timestamptz,
  legacy_id text check (length(legacy_id) <= 200),
  origin text check (length(origin) <= 60),
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, file_id) references platform.file (tenant_id, id) on delete set null (file_id),
  foreign key (tenant_id, rejects_file_id) references platform.file (tenant_id, id) on delete set null (rejects_file_id)
);
create index recipient_list_name on audience.recipient_list (tenant_id, name, id);
comment on table audience.recipient_list is 'People to mail, from one source.';
comment on column audience.recipient_list.name is '[none]';
comment on column audience.recipient_list.description is '[personal:free]';
comment on column audience.recipient_list.source is '[none]';
comment on column audience.recipient_list.status is '[none]';
comment on column audience.recipient_list.file_facts is '[none] what the look at the file found: encoding, delimiter, header, rows, bytes';
comment on column audience.recipient_list.column_mapping is '[none] column of the file -> recipient field; guessed, then edited by a person';
comment on column audience.recipient_list.import_cursor is '[none] where a killed import goes on: record and byte of the last committed batch';
comment on column audience.recipient_list.legacy_id is '[none]';
comment on column audience.recipient_list.origin is '[none]';
comment on column audience.recipient_list.metadata is '[personal:free]';
create trigger touch before update on audience.recipient_list for each row execute function platform.touch_versioned();
select platform.protect('audience.recipient_list');

create table audience.recipient (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  list_id uuid not null,
  record_number bigint,
  first_name text check (length(first_name) <= 200),
  last_name text check (length(last_name) <= 200),
  company text check (length(company) <= 200),
  email text check (length(email) <= 320),
  email_norm text check (length(email_norm) <= 320),
  phone text check (length(phone) <= 60),
  phone_norm text check (length(phone_norm) <= 20),
  address_line1 text check (length(address_line1) <= 200),
  address_line2 text check (length(address_line2) <= 200),
  city text check (length(city) <= 100),
  state text check (length(state) <= 100),
  postal_code text check (length(postal_code) <= 20),
  country text not null default 'US' check (country ~ '^[A-Z]{2}$'),
  address_status text not null default 'unchecked' check (address_status in ('unchecked', 'verified', 'corrected', 'undeliverable')),
  fields jsonb not null default '{}',
  duplicate_key text check (length(duplicate_key) <= 64),
  contact_id uuid,
  is_seed boolean not null default false,
  suppressed_at timestamptz,
  suppression_reason text check (length(suppression_reason) <= 60),
  created_by uuid,
  updated_by uuid,
  row_version bigint not null default 1,
  deleted_at timestamptz,
  legacy_id text check (length(legacy_id) <= 200),
  origin text check (length(origin) <= 60),
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, list_id) references audience.recipient_list (tenant_id, id) on delete cascade
);
create index recipient_list_id on audience.recipient (tenant_id, list_id, id);
create index recipient_email_norm on audience.recipient (tenant_id, email_norm) where email_norm is not null;
create index recipient_duplicate_key on audience.recipient (tenant_id, list_id, duplicate_key) where duplicate_key is not null;
create index recipient_postal_code on audience.recipient (tenant_id, postal_code);
comment on table audience.recipient is 'A person on a list.';
comment on column audience.recipient.record_number is 'Which record of the uploaded file, from 1; makes a resumed import insert nothing twice.';
comment on column audience.recipient.first_name is '[personal]';
comment on column audience.recipient.last_name is '[personal]';
comment on column audience.recipient.company is '[personal]';
comment on column audience.recipient.email is '[personal]';
comment on column audience.recipient.email_norm is '[personal] trimmed, lower case, NFC';
comment on column audience.recipient.phone is '[personal]';
comment on column audience.recipient.phone_norm is '[personal] E.164';
comment on column audience.recipient.address_line1 is '[personal]';
comment on column audience.recipient.address_line2 is '[personal]';
comment on column audience.recipient.city is '[personal]';
comment on column audience.recipient.state is '[personal]';
comment on column audience.recipient.postal_code is '[personal] text: leading zeros are part of a ZIP code';
comment on column audience.recipient.country is '[none] ISO 3166-1 alpha-2';
comment on column audience.recipient.address_status is '[none]';
comment on column audience.recipient.fields is '[personal:free] every other column of the file, by its name';
comment on column audience.recipient.duplicate_key is '[personal] hash of the normalised name and address, or e-mail';
comment on column audience.recipient.suppression_reason is '[none]';
comment on column audience.recipient.legacy_id is '[none]';
comment on column audience.recipient.origin is '[none]';
comment on column audience.recipient.metadata is '[personal:free]';
create unique index recipient_record on audience.recipient (tenant_id, list_id, record_number) where record_number is not null;
create trigger touch before update on audience.recipient for each row execute function platform.touch_versioned();
select platform.protect('audience.recipient');

create table audience.suppression (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  kind text not null check (kind in ('email', 'phone', 'address')),
  value_hash text not null check (value_hash ~ '^[0-9a-f]{64}$'),
  reason text not null check (reason in ('opt_out', 'returned', 'deceased', 'erased', 'complaint', 'manual')),
  source text not null default 'manual' check (length(source) <= 60),
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, kind, value_hash)
);
comment on table audience.suppression is 'Who must not be mailed, as keyed hashes, so that somebody erased stays out of the next import.';
comment on column audience.suppression.kind is '[none]';
comment on column audience.suppression.value_hash is '[none] HMAC-SHA256 of the normalised value under the organization''s suppression key';
comment on column audience.suppression.reason is '[none]';
comment on column audience.suppression.source is '[none]';
create trigger touch before update on audience.suppression for each row execute function platform.touch();
select platform.protect('audience.suppression');

create table audience.seed_address (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  name text not null check (length(name) between 1 and 200),
  first_name text check (length(first_name) <= 200),
  last_name text check (length(last_name) <= 200),
  company text check (length(company) <= 200),
  email text check (length(email) <= 320),
  address_line1 text not null check (length(address_line1) between 1 and 200),
  address_line2 text check (length(address_line2) <= 200),
  city text not null check (length(city) between 1 and 100),
  state text check (length(state) <= 100),
  postal_code text not null check (length(postal_code) between 1 and 20),
  country text not null default 'US' check (country ~ '^[A-Z]{2}$'),
  active boolean not null default true,
  created_by uuid,
  updated_by uuid,
  row_version bigint not null default 1,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
comment on table audience.seed_address is 'Addresses of the team itself: each campaign sends them a piece, so that somebody sees what arrives and when.';
comment on column audience.seed_address.name is '[personal]';
comment on column audience.seed_address.first_name is '[personal]';
comment on column audience.seed_address.last_name is '[personal]';
comment on column audience.seed_address.company is '[personal]';
comment on column audience.seed_address.email is '[personal]';
comment on column audience.seed_address.address_line1 is '[personal]';
comment on column audience.seed_address.address_line2 is '[personal]';
comment on column audience.seed_address.city is '[personal]';
comment on column audience.seed_address.state is '[personal]';
comment on column audience.seed_address.postal_code is '[personal]';
comment on column audience.seed_address.country is '[none]';
comment on column audience.seed_address.metadata is '[personal:free]';
create trigger touch before update on audience.seed_address for each row execute function platform.touch_versioned();
select platform.protect('audience.seed_address');
