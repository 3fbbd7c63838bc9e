-- Monthly partitions by the time inside a uuidv7 id. Security definer: making a partition needs the owner's right,
-- and the serving role may only ask for it; the table's name is checked against the list below.
create or replace function platform.uuid_v7_floor(at timestamptz) returns uuid
language sql immutable parallel safe
as $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid $$;
comment on function platform.uuid_v7_floor is 'The smallest uuid whose first 48 bits name this millisecond: bound of a time range of uuidv7 ids.';

create or replace function platform.ensure_partitions(from_month date default (now() - interval '1 month')::date, months integer default 5)
returns integer
language plpgsql volatile security definer
set search_path = pg_catalog, platform
as $$
declare
  parent text;
  month date;
  child text;
  made integer := 0;
begin
  if months > 60 then raise exception 'at most 60 months at once'; end if;
  foreach parent in array array['tracking.event'] loop
    for step in 0 .. months - 1 loop
      month := (date_trunc('month', from_month) + make_interval(months => step))::date;
      child := format('%s_%s', parent, to_char(month, 'YYYY_MM'));
      if to_regclass(child) is null then
        perform pg_advisory_xact_lock(hashtextextended('lettershop.partitions.' || child, 0));
        if to_regclass(child) is null then
          execute format('create table %s partition of %s for values from (%L) to (%L)', child, parent,
            platform.uuid_v7_floor(month::timestamp at time zone 'UTC'),
            platform.uuid_v7_floor((month + interval '1 month')::timestamp at time zone 'UTC'));
          perform platform.protect_partition(child::regclass);
          made := made + 1;
        end if;
      end if;
    end loop;
  end loop;
  return made;
end $$;
comment on function platform.ensure_partitions is 'Makes the monthly partitions that are missing; called at start and daily.';
revoke all on function platform.ensure_partitions from public;
grant execute on function platform.ensure_partitions to :"app";
