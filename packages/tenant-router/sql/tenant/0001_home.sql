-- Which organizations live here, in which epoch, and whether they may be written: the database's own word
-- against a process that still believes in an older placement.

create table platform.tenant_home (
  tenant_id  uuid not null default platform.tenant_id() primary key,
  epoch      bigint not null default 1 check (epoch > 0),
  state      text not null default 'open' check (state in ('open', 'fenced', 'arriving', 'left')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table platform.tenant_home is 'Organizations that live in this database.';
comment on column platform.tenant_home.epoch is 'Counts the homes of an organization; only a move raises it.';
comment on column platform.tenant_home.state is
  '[none] open: read and written; fenced: a move is switching; arriving: a move is filling it; left: it lives elsewhere now.';

select platform.protect('platform.tenant_home');
create trigger touch before update on platform.tenant_home for each row execute function platform.touch();

-- The serving role may settle a new organization here and read the row. A fence is for ops to set and to lift.
revoke update, delete on platform.tenant_home from :"app";

-- First statement of every scoped transaction. The shared lock is tried, not waited for: while a move holds or
-- awaits the exclusive one, the answer is TR002 at once, and the router waits without holding a connection.
-- The lock comes before the look, and plpgsql takes a new snapshot for the second statement.
create function platform.enter(expected bigint) returns void language plpgsql volatile
as $$
declare
  home record;
begin
  if not pg_try_advisory_xact_lock_shared(platform.fence_key(platform.tenant_id())) then
    raise exception 'the organization is being moved' using errcode = 'TR002';
  end if;
  select h.epoch, h.state into home from platform.tenant_home h where h.tenant_id = platform.tenant_id();
  if home.state = 'open' and home.epoch = expected then
    return;
  elsif home.state = 'fenced' and home.epoch = expected then
    raise exception 'the organization is being moved' using errcode = 'TR002';
  end if;
  raise exception 'this database is not the home of the organization in epoch %', expected using errcode = 'TR001';
end
$$;
comment on function platform.enter(bigint) is
  'Refuses the transaction unless the organization lives here in this epoch; holds off a move until it ends.';

create function platform.fence_key(tenant uuid) returns bigint language sql immutable parallel safe
as $$ select hashtextextended(tenant::text, 7266002) $$;
comment on function platform.fence_key(uuid) is 'Advisory lock of an organization: shared by its transactions, exclusive for a move.';

grant execute on function platform.enter(bigint), platform.fence_key(uuid) to :"app", :"ops";
