-- Who runs the installation. The first operator is made by `lettershop operator create`.
create schema operator authorization :"owner";
grant usage on schema operator to :"auth", :"ops";

create table operator.operator (
  user_id uuid primary key references identity.user (id) on delete cascade,
  created_at timestamptz not null default now()
);
comment on table operator.operator is 'Persons who may look after the installation: data sources, placements, health. It gives no right to read an organization.';
grant select on operator.operator to :"auth";
grant select, insert, delete on operator.operator to :"ops";
