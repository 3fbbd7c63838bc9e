create schema design authorization :"owner";
grant usage on schema design to :"app", :"ops";

create table design.template (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  name text not null check (length(name) between 1 and 200),
  description text check (length(description) <= 2000),
  category text check (length(category) <= 60),
  format text not null check (length(format) between 1 and 60),
  status text not null default 'draft' check (status in ('draft', 'active', 'archived')),
  current_version integer not null default 0 check (current_version >= 0),
  created_by uuid,
  updated_by uuid,
  row_version bigint not null default 1,
  deleted_at timestamptz,
  legacy_id text check (length(legacy_id) <= 200),
  origin text check (length(origin) <= 60),
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index template_name on design.template (tenant_id, name, id);
comment on table design.template is 'A design that campaigns are made from; its content lies in its versions.';
comment on column design.template.name is '[none]';
comment on column design.template.description is '[none]';
comment on column design.template.category is '[none]';
comment on column design.template.format is '[none] print format, as postcard-4x6';
comment on column design.template.status is '[none]';
comment on column design.template.current_version is '0 until the first version is saved.';
comment on column design.template.legacy_id is '[none]';
comment on column design.template.origin is '[none]';
comment on column design.template.metadata is '[none]';
create trigger touch before update on design.template for each row execute function platform.touch_versioned();
select platform.protect('design.template');

create table design.template_version (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  template_id uuid not null,
  version integer not null check (version > 0),
  document jsonb not null,
  variables jsonb not null default '[]',
  variable_mappings jsonb not null default '{}',
  findings jsonb not null default '[]',
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  note text check (length(note) <= 500),
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, template_id, version),
  foreign key (tenant_id, template_id) references design.template (tenant_id, id) on delete cascade
);
comment on table design.template_version is 'One saved state of a template; never changed.';
comment on column design.template_version.document is '[none] design document';
comment on column design.template_version.variables is '[none] names of the variables that the document uses';
comment on column design.template_version.variable_mappings is '[none] variable -> column of the list';
comment on column design.template_version.findings is '[none] what preflight found when it was saved';
comment on column design.template_version.sha256 is '[none] of the canonical document';
comment on column design.template_version.note is '[none]';
select platform.protect('design.template_version');
revoke update on design.template_version from :"app";

create table design.asset (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  kind text not null check (kind in ('image', 'font', 'logo', 'background')),
  name text not null check (length(name) between 1 and 200),
  current_version integer not null default 0 check (current_version >= 0),
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
  unique (tenant_id, kind, name)
);
comment on table design.asset is 'An image or font that designs name by its name.';
comment on column design.asset.kind is '[none]';
comment on column design.asset.name is '[none] as designs write it: file name or family';
comment on column design.asset.legacy_id is '[none]';
comment on column design.asset.origin is '[none]';
comment on column design.asset.metadata is '[none]';
create trigger touch before update on design.asset for each row execute function platform.touch_versioned();
select platform.protect('design.asset');

create table design.asset_version (
  tenant_id uuid not null,
  id uuid not null default platform.uuid_v7(),
  asset_id uuid not null,
  version integer not null check (version > 0),
  file_id uuid not null,
  width integer check (width > 0),
  height integer check (height > 0),
  dpi integer check (dpi > 0),
  colour_space text check (length(colour_space) <= 40),
  font_facts jsonb,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, asset_id, version),
  foreign key (tenant_id, asset_id) references design.asset (tenant_id, id) on delete cascade,
  foreign key (tenant_id, file_id) references platform.file (tenant_id, id)
);
comment on table design.asset_version is 'One upload of an asset; never changed. A campaign''s snapshot names versions, so a new upload does not change what was approved.';
comment on column design.asset_version.width is 'Pixels, of images.';
comment on column design.asset_version.colour_space is '[none]';
comment on column design.asset_version.font_facts is '[none] family, weight, style, of fonts';
select platform.protect('design.asset_version');
revoke update on design.asset_version from :"app";
