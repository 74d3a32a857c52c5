-- A number for a sealed loop where too few ordinary ones stand to hide it: behind one of so many ordinary numbers to come, never one of
-- these (they are 16 apart, migration 0230). Source: henan-2025.mq.11#04, core-systems.ae#04.
create function sealed_loop_number(ordinary bigint) returns bigint
  language sql volatile security definer set search_path = public, pg_temp as
  $$ select coalesce(s.last_value, s.start_value) + s.increment_by * floor(random() * ordinary)::bigint
            + 1 + floor(random() * (s.increment_by - 1))::bigint
       from pg_sequences s where format('%I.%I', s.schemaname, s.sequencename) = pg_get_serial_sequence('public.loop', 'id') $$;
revoke execute on function sealed_loop_number from public;
grant execute on function sealed_loop_number to fujie_app, fujie_worker;
