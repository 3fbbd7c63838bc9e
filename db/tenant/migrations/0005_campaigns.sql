create schema campaigns authorization :"owner";
grant usage on schema campaigns to :"app", :"ops";

create table campaigns.campaign (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  name text not null check (length(name) between 1 and 200),
  description text check (length(description) <= 2000),
  channel text not null default 'direct_mail' check (channel in ('direct_mail', 'whatsapp', 'ad')),
  owner_id uuid,
  team_id uuid,
  template_id uuid,
  template_version integer check (template_version > 0),
  recipient_list_id uuid,
  config jsonb not null default '{}',
  design_snapshot jsonb,
  variable_mappings_snapshot jsonb,
  assets_snapshot jsonb,
  engine_version text check (length(engine_version) <= 40),
  landing_page_id uuid,
  link_method text not null default 'short' check (link_method in ('short', 'signed', 'sealed')),
  offer_code text check (length(offer_code) <= 60),
  status text not null default 'draft'
    check (status in ('draft', 'generating', 'ready', 'approved', 'printing', 'mailed', 'completed', 'cancelled', 'failed')),
  scheduled_at timestamptz,
  approved_at timestamptz,
  approved_by uuid,
  mailed_at timestamptz,
  total_recipients bigint not null default 0 check (total_recipients >= 0),
  generated bigint not null default 0 check (generated >= 0),
  skipped bigint not null default 0 check (skipped >= 0),
  budget bigint check (budget >= 0),
  cost bigint check (cost >= 0),
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
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
  foreign key (tenant_id, template_id) references design.template (tenant_id, id),
  foreign key (tenant_id, template_id, template_version) references design.template_version (tenant_id, template_id, version),
  foreign key (tenant_id, recipient_list_id) references audience.recipient_list (tenant_id, id),
  -- Direct mail made here needs a design and a list; campaigns moved in from elsewhere and other channels may lack them.
  check (channel <> 'direct_mail' or origin is not null or (template_id is not null and template_version is not null and recipient_list_id is not null))
);
create index campaign_status on campaigns.campaign (tenant_id, status, id desc);
create index campaign_name on campaigns.campaign (tenant_id, name, id);
create index campaign_template on campaigns.campaign (tenant_id, template_id);
create index campaign_recipient_list on campaigns.campaign (tenant_id, recipient_list_id);
comment on table campaigns.campaign is 'One mailing: a frozen design, a list, and what became of it.';
comment on column campaigns.campaign.name is '[none]';
comment on column campaigns.campaign.description is '[none]';
comment on column campaigns.campaign.channel is '[none]';
comment on column campaigns.campaign.config is '[none] settings of other channels and of moved-in campaigns';
comment on column campaigns.campaign.design_snapshot is '[none] the design document as it was when generation began';
comment on column campaigns.campaign.variable_mappings_snapshot is '[none]';
comment on column campaigns.campaign.assets_snapshot is '[none] asset name -> file id and hash, frozen with the design';
comment on column campaigns.campaign.engine_version is '[none] of the print engine that made the pieces';
comment on column campaigns.campaign.link_method is '[none] how a piece''s link is made';
comment on column campaigns.campaign.offer_code is '[none]';
comment on column campaigns.campaign.status is '[none] changed by actions only';
comment on column campaigns.campaign.budget is 'Minor units of currency.';
comment on column campaigns.campaign.cost is 'Minor units of currency.';
comment on column campaigns.campaign.currency is '[none]';
comment on column campaigns.campaign.legacy_id is '[none]';
comment on column campaigns.campaign.origin is '[none]';
comment on column campaigns.campaign.metadata is '[none]';
create trigger touch before update on campaigns.campaign for each row execute function platform.touch_versioned();
select platform.protect('campaigns.campaign');

create table campaigns.campaign_recipient (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  campaign_id uuid not null,
  recipient_id uuid,
  piece_number bigint not null check (piece_number > 0),
  tracking_code text not null check (length(tracking_code) between 16 and 400),
  variables jsonb not null,
  postal_code text check (length(postal_code) <= 20),
  is_seed boolean not null default false,
  status text not null default 'generated' check (status in ('generated', 'skipped', 'printed', 'mailed', 'delivered', 'returned', 'cancelled')),
  skip_reason text check (length(skip_reason) <= 300),
  piece_reference text check (length(piece_reference) <= 100),
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, campaign_id, piece_number),
  unique (tenant_id, tracking_code),
  foreign key (tenant_id, campaign_id) references campaigns.campaign (tenant_id, id) on delete cascade,
  foreign key (tenant_id, recipient_id) references audience.recipient (tenant_id, id) on delete set null (recipient_id)
);
create unique index campaign_recipient_once on campaigns.campaign_recipient (tenant_id, campaign_id, recipient_id) where recipient_id is not null;
create index campaign_recipient_recipient on campaigns.campaign_recipient (tenant_id, recipient_id);
create index campaign_recipient_status on campaigns.campaign_recipient (tenant_id, campaign_id, status);
comment on table campaigns.campaign_recipient is 'One person''s piece of a campaign. Design and PDF of the piece are made on demand from the campaign''s snapshot and these variables, byte for byte the same each time.';
comment on column campaigns.campaign_recipient.piece_number is 'Place in the print file, from 1.';
comment on column campaigns.campaign_recipient.tracking_code is '[none] what the printed code carries';
comment on column campaigns.campaign_recipient.variables is '[personal:free] the values that were printed for this person';
comment on column campaigns.campaign_recipient.postal_code is '[personal] for results by area';
comment on column campaigns.campaign_recipient.status is '[none]';
comment on column campaigns.campaign_recipient.skip_reason is '[none]';
comment on column campaigns.campaign_recipient.piece_reference is '[none] of the mail provider';
create trigger touch before update on campaigns.campaign_recipient for each row execute function platform.touch();
select platform.protect('campaigns.campaign_recipient');

create table campaigns.generation_run (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  campaign_id uuid not null,
  job_id uuid not null,
  last_recipient_id uuid,
  pieces bigint not null default 0 check (pieces >= 0),
  skipped bigint not null default 0 check (skipped >= 0),
  pieces_finished_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns.campaign (tenant_id, id) on delete cascade,
  foreign key (tenant_id, job_id) references platform.job (tenant_id, id)
);
create index generation_run_campaign on campaigns.generation_run (tenant_id, campaign_id, id desc);
comment on table campaigns.generation_run is 'How far a generation has come. Advanced in the transaction of each batch, so a killed run goes on where it stopped.';
comment on column campaigns.generation_run.last_recipient_id is 'Keyset of the last batch.';
create trigger touch before update on campaigns.generation_run for each row execute function platform.touch();
select platform.protect('campaigns.generation_run');

create table campaigns.print_file (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  campaign_id uuid not null,
  generation_run_id uuid not null,
  part integer not null check (part > 0),
  file_id uuid not null,
  first_piece bigint not null check (first_piece > 0),
  last_piece bigint not null,
  records bigint not null check (records >= 0),
  pages bigint not null check (pages >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  engine_version text not null check (length(engine_version) <= 40),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, campaign_id, part),
  foreign key (tenant_id, campaign_id) references campaigns.campaign (tenant_id, id) on delete cascade,
  foreign key (tenant_id, generation_run_id) references campaigns.generation_run (tenant_id, id) on delete cascade,
  foreign key (tenant_id, file_id) references platform.file (tenant_id, id)
);
comment on table campaigns.print_file is 'What went to the printer: the archived file, not a new rendering, is the evidence of what was printed.';
comment on column campaigns.print_file.sha256 is '[none]';
comment on column campaigns.print_file.engine_version is '[none]';
select platform.protect('campaigns.print_file');

create table campaigns.campaign_status_change (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  campaign_id uuid not null,
  from_status text check (length(from_status) <= 20),
  to_status text not null check (length(to_status) <= 20),
  reason text check (length(reason) <= 500),
  actor_id uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns.campaign (tenant_id, id) on delete cascade
);
create index campaign_status_change_campaign on campaigns.campaign_status_change (tenant_id, campaign_id, id);
comment on table campaigns.campaign_status_change is 'Each step of a campaign''s status, with who and why.';
comment on column campaigns.campaign_status_change.from_status is '[none]';
comment on column campaigns.campaign_status_change.to_status is '[none]';
comment on column campaigns.campaign_status_change.reason is '[none]';
select platform.protect('campaigns.campaign_status_change');
revoke update, delete on campaigns.campaign_status_change from :"app";

create table campaigns.comment (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  campaign_id uuid not null,
  body text not null check (length(body) between 1 and 4000),
  created_by uuid,
  updated_by uuid,
  row_version bigint not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, campaign_id) references campaigns.campaign (tenant_id, id) on delete cascade
);
create index comment_campaign on campaigns.comment (tenant_id, campaign_id, id);
comment on table campaigns.comment is 'What the team says of a campaign.';
comment on column campaigns.comment.body is '[personal:free]';
create trigger touch before update on campaigns.comment for each row execute function platform.touch_versioned();
select platform.protect('campaigns.comment');
