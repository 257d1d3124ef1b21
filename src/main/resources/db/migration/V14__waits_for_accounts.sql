-- The account that could not take the person when they were last looked at; told to operators, and forgotten with the next attempt.
alter table delivery add column waits_for text;

-- At which accounts people of a run wait for our own rate limit: told to operators, and only of a moment ago.
create table run_pace (
    run_id bigint not null references run,
    account text not null,
    channel text not null,
    seen_at timestamptz not null,
    primary key (run_id, account)
);

-- Was written for accounts that nobody waited for; a release that still writes it goes on doing so.
comment on column vendor_account.paced_at is 'no longer used';
