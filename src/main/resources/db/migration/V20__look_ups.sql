-- Messages in doubt of which the vendor may be asked; a row goes when the doubt is settled, or when asking is of no use any more.
create table look_up (
    run_id       bigint      not null,
    delivery_id  bigint      not null,
    no           int         not null,
    account      text        not null,
    tries        int         not null default 0,
    next_at      timestamptz not null,
    created_at   timestamptz not null default clock_timestamp(),
    primary key (run_id, delivery_id, no)
);
create index look_up_due on look_up (account, next_at);

-- Whoever leaves a doubt, so that none is forgotten; which vendors can be asked is not the database's to know.
create function attempt_doubts_insert() returns trigger language plpgsql as $$
begin
    insert into look_up (run_id, delivery_id, no, account, next_at)
    select run_id, delivery_id, no, account, greatest(lease_until, clock_timestamp()) from fresh where state = 'unknown'
    on conflict do nothing;
    return null;
end $$;
create trigger attempt_doubts_insert after insert on attempt
    referencing new table as fresh for each statement execute function attempt_doubts_insert();
create function attempt_doubts_update() returns trigger language plpgsql as $$
begin
    -- hardly ever, and every outcome comes by here
    if exists (select from fresh where state = 'unknown') then
        insert into look_up (run_id, delivery_id, no, account, next_at)
        select f.run_id, f.delivery_id, f.no, f.account, greatest(f.lease_until, clock_timestamp())
          from fresh f join stale s on s.run_id = f.run_id and s.delivery_id = f.delivery_id and s.no = f.no
         where f.state = 'unknown' and s.state <> 'unknown'
        on conflict do nothing;
    end if;
    return null;
end $$;
create trigger attempt_doubts_update after update on attempt
    referencing old table as stale new table as fresh for each statement execute function attempt_doubts_update();
