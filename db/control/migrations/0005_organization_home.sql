-- Organization, owner, placement and route key are made in one transaction, or none of them is. It runs as role
-- auth, which alone may write the identity tables; so auth may place a new organization, and never move one.
grant usage on schema tenancy to :"auth";
create policy settling on tenancy.placement to :"auth" using (true) with check (true);
create policy settling on tenancy.route_key to :"auth" using (true) with check (true);
grant select, insert on tenancy.placement, tenancy.route_key to :"auth";
grant select (id, name, kind, status, region, capacity) on tenancy.data_source to :"auth";

-- An organization that could not be settled is taken away again: placement and route key go with it.
alter table tenancy.placement add foreign key (organization_id) references identity.organization (id) on delete cascade;
alter table tenancy.route_key add foreign key (organization_id) references identity.organization (id) on delete cascade;
alter table tenancy.page_domain add foreign key (organization_id) references identity.organization (id) on delete cascade;
