-- Budgets of public endpoints, shared by all processes. Unlogged: after a crash everybody starts with a full budget.
create unlogged table platform.rate_budget (
  key text primary key check (length(key) <= 200),
  window_start timestamptz not null,
  used integer not null
);
comment on table platform.rate_budget is 'One row a limited endpoint and client; counted by platform.consume().';
comment on column platform.rate_budget.key is '[personal] endpoint and keyed hash of a network address';

-- Atomic: separate read and write would let concurrent requests pass on a stale counter.
create function platform.consume(budget_key text, budget_limit integer, budget_window interval)
returns table (allowed boolean, remaining integer, retry_after_seconds integer)
language sql volatile
set search_path = pg_catalog, platform
as $$
  with counted as (
    insert into platform.rate_budget as budget (key, window_start, used) values (budget_key, now(), 1)
    on conflict (key) do update set
      window_start = case when budget.window_start <= now() - budget_window then now() else budget.window_start end,
      used = case when budget.window_start <= now() - budget_window then 1 else least(budget.used + 1, budget_limit + 1) end
    returning used, window_start
  )
  select used <= budget_limit,
         greatest(budget_limit - used, 0),
         greatest(ceil(extract(epoch from window_start + budget_window - now())), 1)::integer
  from counted
$$;
comment on function platform.consume is 'Takes one from a budget and says whether it was still there.';
grant select, insert, update, delete on platform.rate_budget to :"app", :"auth";
grant execute on function platform.consume to :"app", :"auth";
