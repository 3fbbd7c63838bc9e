create schema tracking authorization :"owner";
grant usage on schema tracking to :"app", :"ops";

create table tracking.landing_page (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  slug text not null check (slug ~ '^[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$'),
  title text not null check (length(title) between 1 and 200),
  document jsonb not null,
  status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
  version integer not null default 1 check (version > 0),
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
  unique (tenant_id, slug)
);
comment on table tracking.landing_page is 'The page that a scan opens, as blocks.';
comment on column tracking.landing_page.slug is '[none]';
comment on column tracking.landing_page.title is '[none]';
comment on column tracking.landing_page.document is '[none] blocks';
comment on column tracking.landing_page.status is '[none]';
comment on column tracking.landing_page.legacy_id is '[none]';
comment on column tracking.landing_page.origin is '[none]';
comment on column tracking.landing_page.metadata is '[none]';
create trigger touch before update on tracking.landing_page for each row execute function platform.touch_versioned();
select platform.protect('tracking.landing_page');
alter table campaigns.campaign add foreign key (tenant_id, landing_page_id) references tracking.landing_page (tenant_id, id);
create index campaign_landing_page on campaigns.campaign (tenant_id, landing_page_id);

create table tracking.link (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  code text not null check (length(code) between 16 and 400),
  campaign_id uuid not null,
  campaign_recipient_id uuid not null,
  method text not null check (method in ('short', 'signed', 'sealed')),
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, campaign_id) references campaigns.campaign (tenant_id, id) on delete cascade,
  foreign key (tenant_id, campaign_recipient_id) references campaigns.campaign_recipient (tenant_id, id) on delete cascade
);
create index link_campaign_recipient on tracking.link (tenant_id, campaign_recipient_id);
create index link_campaign on tracking.link (tenant_id, campaign_id);
comment on table tracking.link is 'A printed code and the piece that carries it. Codes that carry their own payload stand here too, so that they can be revoked.';
comment on column tracking.link.code is '[none]';
comment on column tracking.link.method is '[none]';
select platform.protect('tracking.link');

-- Partitioned by the time inside the uuidv7 id, so that primary key, deduplication and retention share one key.
-- No foreign keys to campaign or piece: a partition is dropped as a whole, and ids come from links that were resolved by the server.
create table tracking.event (
  tenant_id uuid not null,
  id uuid not null,
  type text not null check (type in ('qr_scan', 'page_view', 'button_click', 'form_view', 'form_start')),
  campaign_id uuid,
  campaign_recipient_id uuid,
  landing_page_id uuid,
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  visitor text check (length(visitor) <= 64),
  device_class text check (device_class in ('phone', 'tablet', 'desktop', 'other')),
  referrer_host text check (length(referrer_host) <= 253),
  is_bot boolean not null default false,
  bot_class text check (length(bot_class) <= 40),
  properties jsonb not null default '{}',
  primary key (tenant_id, id)
) partition by range (id);
create index event_campaign on tracking.event (tenant_id, campaign_id, type, is_bot, campaign_recipient_id);
create index event_recipient on tracking.event (tenant_id, campaign_recipient_id, id);
comment on table tracking.event is 'What recipients did: scans, views, clicks. Bots and prefetches are kept with their class and never counted.';
comment on column tracking.event.type is '[none]';
comment on column tracking.event.visitor is '[none] keyed hash of address and browser; its key lives one day';
comment on column tracking.event.device_class is '[none]';
comment on column tracking.event.referrer_host is '[none]';
comment on column tracking.event.bot_class is '[none] why it does not count: prefetch, preview, crawler, head';
comment on column tracking.event.properties is '[personal:free]';
create table tracking.event_default partition of tracking.event default;
comment on table tracking.event_default is 'Strays outside every month; should stay empty.';
select platform.protect('tracking.event');

create table tracking.conversion (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  type text not null check (type in ('form_submit', 'purchase', 'appointment', 'call', 'other')),
  value bigint check (value >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  campaign_id uuid,
  campaign_recipient_id uuid,
  event_id uuid,
  external_reference text check (length(external_reference) between 1 and 200),
  occurred_at timestamptz not null default now(),
  data jsonb not null default '{}',
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, type, external_reference),
  foreign key (tenant_id, campaign_id) references campaigns.campaign (tenant_id, id) on delete cascade,
  foreign key (tenant_id, campaign_recipient_id) references campaigns.campaign_recipient (tenant_id, id) on delete set null (campaign_recipient_id),
  check ((value is null) = (currency is null))
);
create index conversion_campaign on tracking.conversion (tenant_id, campaign_id, type, id);
create index conversion_recipient on tracking.conversion (tenant_id, campaign_recipient_id);
comment on table tracking.conversion is 'What a piece led to, with its worth.';
comment on column tracking.conversion.type is '[none]';
comment on column tracking.conversion.value is 'Minor units of currency.';
comment on column tracking.conversion.currency is '[none]';
comment on column tracking.conversion.external_reference is '[personal:free] order number or the like; the same one counts once';
comment on column tracking.conversion.data is '[personal:free]';
select platform.protect('tracking.conversion');

create table tracking.form_submission (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  landing_page_id uuid not null,
  campaign_id uuid,
  campaign_recipient_id uuid,
  conversion_id uuid,
  answers jsonb not null,
  consent boolean not null default false,
  is_test boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, landing_page_id) references tracking.landing_page (tenant_id, id) on delete cascade,
  foreign key (tenant_id, campaign_id) references campaigns.campaign (tenant_id, id) on delete set null (campaign_id),
  foreign key (tenant_id, campaign_recipient_id) references campaigns.campaign_recipient (tenant_id, id) on delete set null (campaign_recipient_id),
  foreign key (tenant_id, conversion_id) references tracking.conversion (tenant_id, id) on delete set null (conversion_id)
);
create index form_submission_landing_page on tracking.form_submission (tenant_id, landing_page_id, id desc);
create index form_submission_campaign on tracking.form_submission (tenant_id, campaign_id, id desc);
create index form_submission_recipient on tracking.form_submission (tenant_id, campaign_recipient_id);
comment on table tracking.form_submission is 'What somebody entered on a landing page.';
comment on column tracking.form_submission.answers is '[personal]';
select platform.protect('tracking.form_submission');

-- Days are keyed so that a visitor can be recognised within a day and never beyond; rows older than 48 hours are deleted.
create table tracking.visitor_key (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  day date not null,
  key bytea not null check (length(key) = 32),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, day)
);
comment on table tracking.visitor_key is 'Key of the day for visitor hashes; destroyed after 48 hours, which makes the hashes meaningless.';
comment on column tracking.visitor_key.key is '[secret]';
select platform.protect('tracking.visitor_key');
