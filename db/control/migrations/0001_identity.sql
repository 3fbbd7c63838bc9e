-- Identity: what better-auth needs, in its own names made snake_case, plus our organization facts.
-- better-auth reaches these tables as role auth; the serving role reads an organization's own rows only.
create schema identity authorization :"owner";
grant usage on schema identity to :"auth", :"app", :"ops";

create table identity.user (
  id uuid primary key default platform.uuid_v7(),
  name text not null check (length(name) <= 200),
  email text not null unique check (length(email) <= 320),
  email_verified boolean not null default false,
  image text check (length(image) <= 2048),
  two_factor_enabled boolean not null default false,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table identity.user is 'A person who can sign in. Belongs to no organization by itself.';
comment on column identity.user.name is '[personal]';
comment on column identity.user.email is '[personal] lower case, as better-auth stores it';
comment on column identity.user.image is '[personal] address of a picture';
comment on column identity.user.settings is '[none] preferences of the pages: colour scheme, language';

create table identity.session (
  id uuid primary key default platform.uuid_v7(),
  token text not null unique,
  user_id uuid not null references identity.user (id) on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  active_organization_id uuid,
  active_team_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_user_id on identity.session (user_id);
comment on table identity.session is 'A signed-in browser. Its active organization is a hint only: every request names its organization.';
comment on column identity.session.token is '[secret]';
comment on column identity.session.ip_address is '[personal] truncated network address (/24, /48), shown to the person among their sessions';
comment on column identity.session.user_agent is '[personal]';

create table identity.account (
  id uuid primary key default platform.uuid_v7(),
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references identity.user (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index account_user_id on identity.account (user_id);
comment on table identity.account is 'How a person signs in: here the password hash of better-auth (scrypt).';
comment on column identity.account.account_id is '[none] id at the provider';
comment on column identity.account.provider_id is '[none]';
comment on column identity.account.access_token is '[secret]';
comment on column identity.account.refresh_token is '[secret]';
comment on column identity.account.id_token is '[secret]';
comment on column identity.account.scope is '[none]';
comment on column identity.account.password is '[secret] scrypt hash';

create table identity.verification (
  id uuid primary key default platform.uuid_v7(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on identity.verification (identifier);
comment on table identity.verification is 'Open e-mail verifications and password resets.';
comment on column identity.verification.identifier is '[personal]';
comment on column identity.verification.value is '[secret]';

create table identity.two_factor (
  id uuid primary key default platform.uuid_v7(),
  user_id uuid not null references identity.user (id) on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null default now()
);
create index two_factor_user_id on identity.two_factor (user_id);
comment on table identity.two_factor is 'Second factor of a person, encrypted by better-auth.';
comment on column identity.two_factor.secret is '[secret]';
comment on column identity.two_factor.backup_codes is '[secret]';

create table identity.organization (
  id uuid primary key default platform.uuid_v7(),
  name text not null check (length(name) between 1 and 200),
  slug text not null unique check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$'),
  logo text check (length(logo) <= 2048),
  metadata text,
  region text not null default 'default' check (region ~ '^[a-z0-9-]{1,40}$'),
  plan text not null default 'self-hosted' check (length(plan) <= 40),
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  time_zone text not null default 'America/New_York' check (length(time_zone) <= 64),
  units text not null default 'imperial' check (units in ('imperial', 'metric')),
  mode text not null default 'live' check (mode in ('live', 'test')),
  live_organization_id uuid references identity.organization (id) on delete cascade,
  settings jsonb not null default '{}',
  ready_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index organization_unready on identity.organization (created_at) where ready_at is null;
comment on table identity.organization is 'A tenant. Its id is the tenant_id of every row that it owns, in whichever database its placement names.';
comment on column identity.organization.name is '[none]';
comment on column identity.organization.slug is '[none] short name in addresses';
comment on column identity.organization.logo is '[none]';
comment on column identity.organization.metadata is '[none] better-auth''s own field, JSON as text';
comment on column identity.organization.region is '[none] where its data must live';
comment on column identity.organization.plan is '[none]';
comment on column identity.organization.currency is '[none] ISO 4217';
comment on column identity.organization.time_zone is '[none] IANA name';
comment on column identity.organization.units is '[none]';
comment on column identity.organization.units is '[none]';
comment on column identity.organization.mode is '[none] test data lives in a sibling organization';
comment on column identity.organization.settings is '[none]';
comment on column identity.organization.ready_at is 'Set when its home in the tenant database is made; until then nobody sees it, and what a killed process left is removed.';

create table identity.member (
  id uuid primary key default platform.uuid_v7(),
  organization_id uuid not null references identity.organization (id) on delete cascade,
  user_id uuid not null references identity.user (id) on delete cascade,
  role text not null check (role in ('owner', 'admin', 'editor', 'sales', 'analyst', 'viewer')),
  created_at timestamptz not null default now(),
  unique (organization_id, user_id)
);
create index member_user_id on identity.member (user_id);
comment on table identity.member is 'A person''s role in an organization.';
comment on column identity.member.role is '[none]';

create table identity.team (
  id uuid primary key default platform.uuid_v7(),
  organization_id uuid not null references identity.organization (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  member_count integer not null default 0 check (member_count >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz
);
create index team_organization_id on identity.team (organization_id);
comment on table identity.team is 'A team within an organization.';
comment on column identity.team.name is '[none]';
comment on column identity.team.member_count is 'Kept by better-auth and by our routes, in the transaction that changes the members.';

create table identity.team_member (
  id uuid primary key default platform.uuid_v7(),
  team_id uuid not null references identity.team (id) on delete cascade,
  user_id uuid not null references identity.user (id) on delete cascade,
  membership_key text unique,
  created_at timestamptz default now(),
  unique (team_id, user_id)
);
create index team_member_user_id on identity.team_member (user_id);
comment on table identity.team_member is 'Who is in which team.';
comment on column identity.team_member.membership_key is '[none] better-auth''s own guard against a double membership';

create table identity.invitation (
  id uuid primary key default platform.uuid_v7(),
  organization_id uuid not null references identity.organization (id) on delete cascade,
  email text not null check (length(email) <= 320),
  role text check (role in ('owner', 'admin', 'editor', 'sales', 'analyst', 'viewer')),
  team_id text,
  status text not null default 'pending' check (status in ('pending', 'accepted', 'rejected', 'canceled')),
  expires_at timestamptz not null,
  inviter_id uuid not null references identity.user (id) on delete cascade,
  created_at timestamptz not null default now()
);
create index invitation_organization_id on identity.invitation (organization_id);
create index invitation_email on identity.invitation (email);
comment on table identity.invitation is 'An open or answered invitation. The link in the mail carries the id and a keyed hash of it; the id alone opens nothing.';
comment on column identity.invitation.email is '[personal]';
comment on column identity.invitation.role is '[none]';
comment on column identity.invitation.team_id is '[none] better-auth keeps a comma-separated list here';
comment on column identity.invitation.status is '[none]';

create table identity.apikey (
  id uuid primary key default platform.uuid_v7(),
  config_id text not null default 'default',
  name text check (length(name) <= 200),
  start text,
  prefix text,
  key text not null unique,
  reference_id uuid not null references identity.organization (id) on delete cascade,
  refill_interval integer,
  refill_amount integer,
  last_refill_at timestamptz,
  enabled boolean not null default true,
  rate_limit_enabled boolean not null default false,
  rate_limit_time_window integer,
  rate_limit_max integer,
  request_count integer not null default 0,
  remaining integer,
  last_request timestamptz,
  expires_at timestamptz,
  permissions text,
  metadata text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index apikey_reference_id on identity.apikey (reference_id);
comment on table identity.apikey is 'API keys of organizations: only the hash of a key is kept.';
comment on column identity.apikey.config_id is '[none]';
comment on column identity.apikey.name is '[none]';
comment on column identity.apikey.start is '[none] first characters, shown in lists';
comment on column identity.apikey.prefix is '[none] ls_live_ or ls_test_';
comment on column identity.apikey.key is '[secret] SHA-256 of the key in base64url, as better-auth stores it';
comment on column identity.apikey.reference_id is 'Organization of the key; better-auth writes it as text.';
comment on column identity.apikey.permissions is '[none] JSON as text';
comment on column identity.apikey.metadata is '[none] JSON as text: role of the key, id of the member who made it';

grant select, insert, update, delete on all tables in schema identity to :"auth";
grant select on all tables in schema identity to :"ops";

-- The serving role reads its own organization's facts and members, never a session, account or key;
-- better-auth, which must find an organization before any scope is known, has a policy of its own.
alter table identity.organization enable row level security, force row level security;
create policy better_auth on identity.organization to :"auth" using (true) with check (true);
create policy tenant_isolation on identity.organization to :"app" using (id = platform.tenant_id()) with check (id = platform.tenant_id());
alter table identity.member enable row level security, force row level security;
create policy better_auth on identity.member to :"auth" using (true) with check (true);
create policy tenant_isolation on identity.member to :"app" using (organization_id = platform.tenant_id()) with check (organization_id = platform.tenant_id());
alter table identity.team enable row level security, force row level security;
create policy better_auth on identity.team to :"auth" using (true) with check (true);
create policy tenant_isolation on identity.team to :"app" using (organization_id = platform.tenant_id()) with check (organization_id = platform.tenant_id());
alter table identity.invitation enable row level security, force row level security;
create policy better_auth on identity.invitation to :"auth" using (true) with check (true);
grant select on identity.organization, identity.member, identity.team to :"app";
