-- A database restored from a backup does not know what was sent after the backup was taken. Whoever may have been sent to in
-- that time is marked; from then on the run sends them nothing and writes down as unknown what it would have sent.
alter table delivery add column is_doubtful boolean not null default false;

-- Each recovery is carried out once, however often a process starts with the same time.
create table recovery (
    id          bigint generated always as identity primary key,
    since       timestamptz not null unique,
    actor       text        not null,
    started_at  timestamptz not null default clock_timestamp(),
    done_at     timestamptz
);
create table recovery_run (
    recovery_id  bigint not null,
    run_id       bigint not null,
    people       bigint not null,
    primary key (recovery_id, run_id)
);
