-- Carillon's tables. Words are those of the README's glossary. Ledger tables (delivery, attempt, pass and the two counters)
-- begin their primary key with the run so that they can be partitioned by run later.

-- One row: who this database is, which keys it was written with, and how far tests have shifted its clock.
create table installation (
    id                    uuid        not null primary key default gen_random_uuid(),
    only_row              boolean     not null default true unique check (only_row),
    cipher_fingerprint    text,
    hash_fingerprint      text,
    clock_offset          interval    not null default interval '0',
    created_at            timestamptz not null default now()
);
insert into installation default values;

-- Whether a message may leave now is asked of this clock only.
create function carillon_now() returns timestamptz language sql stable as
$$ select clock_timestamp() + clock_offset from installation $$;

-- access ---------------------------------------------------------------------------------------------------------------
create table api_token (
    id          bigint generated always as identity primary key,
    name        text        not null unique,
    token_hash  bytea       not null unique,
    created_at  timestamptz not null default now(),
    revoked_at  timestamptz
);
create table audit_entry (
    id          bigint generated always as identity primary key,
    at          timestamptz not null default now(),
    actor       text        not null,
    action      text        not null,
    subject     text        not null,
    detail      jsonb
);
create index audit_entry_subject on audit_entry (subject, id);
create table idempotent_answer (
    actor        text        not null,
    method       text        not null,
    path         text        not null,
    key          text        not null,
    request_hash bytea       not null,
    status       int,
    body         text,
    created_at   timestamptz not null default now(),
    primary key (actor, method, path, key)
);

-- channel --------------------------------------------------------------------------------------------------------------
create table vendor_account (
    name          text        not null primary key,
    vendor        text        not null,
    kind          text        not null check (kind in ('sms', 'email', 'push', 'wechat')),
    purpose       text        check (purpose in ('marketing', 'service')),
    scope         text        not null default '',
    countries     text[]      not null default '{}',
    mode          text        not null check (mode in ('sandbox', 'live')),
    rank          int         not null default 100,
    rate_limit    numeric     not null,
    rate_unit     text        not null default 'messages' check (rate_unit in ('messages', 'parts', 'calls')),
    price         numeric(18, 6) not null default 0,
    currency      char(3)     not null default 'CNY',
    settings      jsonb       not null default '{}',
    secrets       jsonb       not null default '{}',
    disabled_at   timestamptz,
    updated_by    text        not null default 'system',
    updated_at    timestamptz not null default now(),
    -- rate bucket, in rate_unit; portions are leased from here by every process
    tokens        double precision not null default 0,
    tokens_at     timestamptz not null default now(),
    -- an answer with Retry-After closes the account for everybody until then
    closed_until  timestamptz
);

-- profile --------------------------------------------------------------------------------------------------------------
create table profile (
    id            bigint generated always as identity primary key,
    external_id   text        not null unique,
    identity_hash bytea       not null,
    unionid       text,
    name          text,
    city          text,
    locale        text,
    time_zone     text,
    birthday      date,
    gender        text,
    traits        jsonb       not null default '{}',
    merged_into   bigint,
    erased_at     timestamptz,
    created_at    timestamptz not null default now(),
    updated_at    timestamptz not null default now()
);
create index profile_city on profile (city);
create index profile_identity on profile (identity_hash);

create table profile_tag (
    profile_id  bigint      not null,
    tag         text        not null,
    source      text        not null,
    set_at      timestamptz not null default now(),
    primary key (profile_id, tag)
);
create index profile_tag_tag on profile_tag (tag, profile_id);

create table address (
    id                 bigint generated always as identity primary key,
    profile_id         bigint      not null,
    kind               text        not null check (kind in ('phone', 'mailbox', 'device_token', 'openid')),
    scope              text        not null default '',
    platform           text        not null default '',
    cipher             bytea       not null,
    hash               bytea       not null,
    key_version        smallint    not null default 1,
    normaliser_version smallint    not null default 1,
    region             text,
    zone               text,
    status             text        not null default 'active' check (status in ('active', 'invalid', 'bounced', 'dead')),
    status_reason      text,
    status_at          timestamptz,
    source             text        not null,
    last_success_at    timestamptz,
    created_at         timestamptz not null default now(),
    unique (profile_id, kind, scope, hash)
);
create index address_hash on address (hash);

-- What people agreed to, word by word; never changed, only added to.
create table consent_record (
    id           bigint generated always as identity primary key,
    profile_id   bigint      not null,
    channel      text        not null check (channel in ('sms', 'email', 'push', 'wechat')),
    purpose      text        not null check (purpose in ('marketing', 'service')),
    state        text        not null check (state in ('granted', 'withdrawn')),
    at           timestamptz not null,
    source       text        not null,
    wording      text,
    actor        text        not null,
    recorded_at  timestamptz not null default now(),
    unique (profile_id, channel, purpose, state, at, source)
);
-- What holds now: the newest record by its own time.
create table consent (
    profile_id   bigint      not null,
    channel      text        not null,
    purpose      text        not null,
    state        text        not null check (state in ('granted', 'withdrawn')),
    at           timestamptz not null,
    primary key (profile_id, channel, purpose)
);
create function consent_follows_record() returns trigger language plpgsql as $$
begin
    insert into consent as c (profile_id, channel, purpose, state, at)
    select distinct on (profile_id, channel, purpose) profile_id, channel, purpose, state, at
      from fresh order by profile_id, channel, purpose, at desc, state desc
    on conflict (profile_id, channel, purpose) do update
       set state = excluded.state, at = excluded.at
     where excluded.at > c.at or (excluded.at = c.at and excluded.state = 'withdrawn');
    return null;
end $$;
create trigger consent_follows_record after insert on consent_record
    referencing new table as fresh for each statement execute function consent_follows_record();

-- The whole person, on every channel. Only hashes: of the external id (kind 'person') or of one address.
create table suppression (
    hash         bytea       not null primary key,
    kind         text        not null check (kind in ('person', 'phone', 'mailbox', 'device_token', 'openid')),
    reason       text        not null,
    source       text        not null,
    actor        text        not null,
    created_at   timestamptz not null default now()
);

-- WeChat: what an openid allows at this moment. Keyed by the address hash, so an event may come before the import.
create table wechat_contact (
    address_hash        bytea       not null primary key,
    is_following        boolean     not null default false,
    last_interaction_at timestamptz,
    updated_at          timestamptz not null default now()
);
create table wechat_grant (
    address_hash  bytea       not null,
    template      text        not null,
    remaining     int         not null check (remaining >= 0),
    updated_at    timestamptz not null default now(),
    primary key (address_hash, template)
);

create table import_job (
    id           bigint generated always as identity primary key,
    actor        text        not null,
    file_name    text,
    state        text        not null check (state in ('receiving', 'running', 'completed', 'failed')),
    options      jsonb       not null default '{}',
    rows_read    bigint      not null default 0,
    created      bigint      not null default 0,
    updated      bigint      not null default 0,
    unchanged    bigint      not null default 0,
    rejected     bigint      not null default 0,
    notes        jsonb       not null default '[]',
    error        text,
    started_at   timestamptz not null default now(),
    finished_at  timestamptz
);
create table import_finding (
    job_id     bigint not null,
    id         bigint generated always as identity,
    line       bigint not null,
    column_name text,
    severity   text   not null check (severity in ('rejected', 'warning')),
    reason     text   not null,
    primary key (job_id, id)
);

-- segment --------------------------------------------------------------------------------------------------------------
create table segment (
    id          bigint generated always as identity primary key,
    name        text        not null unique,
    rule        jsonb       not null,
    created_by  text        not null,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now()
);
create table member_list (
    id          bigint generated always as identity primary key,
    name        text        not null unique,
    created_by  text        not null,
    created_at  timestamptz not null default now()
);
create table member_list_entry (
    list_id     bigint      not null,
    profile_id  bigint      not null,
    primary key (list_id, profile_id)
);

-- message --------------------------------------------------------------------------------------------------------------
create table message (
    id          bigint generated always as identity primary key,
    name        text        not null,
    content     json        not null,
    created_by  text        not null,
    created_at  timestamptz not null default now(),
    updated_at  timestamptz not null default now()
);

-- campaign -------------------------------------------------------------------------------------------------------------
create sequence run_id;
create table campaign (
    id           bigint      not null primary key default nextval('run_id'),
    name         text        not null,
    definition   json        not null,
    version      int         not null default 1,
    created_by   text        not null,
    created_at   timestamptz not null default now(),
    updated_by   text        not null,
    updated_at   timestamptz not null default now(),
    launched_at  timestamptz
);

-- delivery -------------------------------------------------------------------------------------------------------------
create table run (
    id           bigint      not null primary key,
    kind         text        not null check (kind in ('campaign', 'journey')),
    name         text        not null,
    purpose      text        not null check (purpose in ('marketing', 'service')),
    state        text        not null check (state in ('scheduled', 'running', 'paused', 'completed', 'cancelled')),
    -- everything pinned at launch: forms, segment rule, policy, schedule
    pinned       json        not null,
    fingerprint  text        not null,
    zone         text        not null,
    starts_at    timestamptz not null,
    ends_at      timestamptz not null,
    window_start time,
    window_end   time,
    frozen_at    timestamptz,
    audience     bigint,
    batches      int,
    launched_by  text        not null,
    launched_at  timestamptz not null default now(),
    closed_at    timestamptz
);
create index run_open on run (id) where closed_at is null;

-- The marketer's order, and what each reason does; pinned.
create table run_step (
    run_id       bigint not null,
    position     int    not null,
    channel      text   not null,
    wait_for     text,
    -- how long an accepted row stays open for bad news, or for the news waited for
    open_seconds bigint not null,
    -- set by resume: the share of refusals stops this channel no more
    is_trusted   boolean not null default false,
    primary key (run_id, position)
);
create table run_rule (
    run_id  bigint not null,
    reason  text   not null,
    rule    text   not null,
    action  text   not null check (action in ('next', 'stop', 'wait', 'retry', 'leave', 'repeat')),
    -- whether the reason speaks of the address, so that the person's next one is tried
    blames_address boolean not null default false,
    primary key (run_id, reason)
);
-- Trouble on our side stops a channel of a run at one account until it is mended or a probe is accepted.
create table run_block (
    run_id       bigint      not null,
    channel      text        not null,
    account      text        not null,
    reason       text        not null,
    vendor_code  text        not null default '',
    since        timestamptz not null,
    probe_at     timestamptz not null,
    primary key (run_id, channel, account)
);

create table batch (
    run_id        bigint      not null,
    no            int         not null,
    zone          text        not null,
    people        int         not null,
    stage         text        not null default 'planned' check (stage in ('planned', 'sending', 'waiting', 'done')),
    next_wake_at  timestamptz,
    started_at    timestamptz,
    updated_at    timestamptz not null default now(),
    primary key (run_id, no)
);

create table delivery (
    run_id      bigint   not null,
    batch_no    int      not null,
    id          bigint   not null,
    profile_id  bigint   not null,
    occasion    text     not null default '',
    zone        text     not null,
    arm         text,
    state       text     not null default 'pending' check (state in ('pending', 'sent', 'held', 'skipped', 'failed', 'unknown')),
    reason      text,
    -- the channel that is next, null when the path is over
    channel     text,
    -- why it waits, while it is held
    hold        text,
    -- when somebody must look at the row next; null when nothing is left to do
    due_at      timestamptz,
    -- how often in a row it was certainly not sent
    tries       int      not null default 0,
    primary key (run_id, batch_no, id)
) with (fillfactor = 70);
-- Never changed after the freeze, so updates of the row stay in its page.
create unique index delivery_once on delivery (run_id, profile_id, occasion);

create table attempt (
    run_id        bigint      not null,
    delivery_id   bigint      not null,
    no            int         not null,
    batch_no      int         not null,
    occasion      text        not null default '',
    kind          text        not null,
    channel       text        not null,
    account       text        not null,
    address_id    bigint      not null,
    address_hash  bytea       not null,
    state         text        not null check (state in
        ('in_flight', 'accepted', 'delivered', 'read', 'refused', 'blocked', 'not_sent', 'unknown', 'undelivered')),
    reason        text,
    vendor_code   text,
    vendor_id     text,
    -- null while this channel is still the person's, else where this attempt led: 'next' or 'stop'
    led           text        check (led in ('next', 'stop')),
    is_probe      boolean     not null default false,
    claim_token   uuid        not null,
    claimed_at    timestamptz not null,
    lease_until   timestamptz not null,
    outcome_at    timestamptz,
    receipt_at    timestamptz,
    filled        bytea,
    parts         int         not null default 1,
    estimated     numeric(18, 6) not null default 0,
    settled       numeric(18, 6),
    currency      char(3)     not null,
    -- whether this attempt may have reached, or may yet reach, its address
    is_standing   boolean     not null generated always as (state not in ('refused', 'blocked', 'not_sent', 'undelivered')) stored,
    primary key (run_id, delivery_id, no)
) with (fillfactor = 80);
create unique index attempt_once_per_kind on attempt (run_id, delivery_id, kind) where is_standing and kind <> 'push';
create unique index attempt_once_per_address on attempt (run_id, occasion, kind, address_hash) where is_standing;
create index attempt_vendor_id on attempt (account, vendor_id) where vendor_id is not null;

-- A channel left without an attempt; channel '*' ends the whole person.
create table pass (
    run_id       bigint      not null,
    delivery_id  bigint      not null,
    channel      text        not null,
    reason       text        not null,
    batch_no     int         not null,
    led          text        not null check (led in ('next', 'stop')),
    at           timestamptz not null,
    primary key (run_id, delivery_id, channel, reason)
);

-- Counters as signed changes, so that no two writers wait for each other; read by one sum, folded now and then.
create table delivery_count (
    run_id    bigint not null,
    batch_no  int    not null,
    state     text   not null,
    reason    text   not null,
    channel   text   not null,
    people    bigint not null
);
create index delivery_count_run on delivery_count (run_id, batch_no);
create table attempt_count (
    run_id     bigint not null,
    batch_no   int    not null,
    channel    text   not null,
    account    text   not null,
    state      text   not null,
    reason     text   not null,
    led        text   not null,
    attempts   bigint not null,
    parts      bigint not null,
    amount     numeric(18, 6) not null,
    currency   char(3) not null
);
create index attempt_count_run on attempt_count (run_id, batch_no);
create table pass_count (
    run_id     bigint not null,
    batch_no   int    not null,
    channel    text   not null,
    reason     text   not null,
    led        text   not null,
    passes     bigint not null
);
create index pass_count_run on pass_count (run_id, batch_no);

create function delivery_counts_insert() returns trigger language plpgsql as $$
begin
    insert into delivery_count (run_id, batch_no, state, reason, channel, people)
    select run_id, batch_no, state, coalesce(reason, ''), coalesce(channel, ''), count(*) from fresh group by 1, 2, 3, 4, 5;
    return null;
end $$;
create trigger delivery_counts_insert after insert on delivery
    referencing new table as fresh for each statement execute function delivery_counts_insert();
create function delivery_counts_update() returns trigger language plpgsql as $$
begin
    insert into delivery_count (run_id, batch_no, state, reason, channel, people)
    select run_id, batch_no, state, reason, channel, sum(n) from (
        select run_id, batch_no, state, coalesce(reason, '') as reason, coalesce(channel, '') as channel, 1 as n from fresh
        union all
        select run_id, batch_no, state, coalesce(reason, ''), coalesce(channel, ''), -1 from stale) moved
    group by 1, 2, 3, 4, 5 having sum(n) <> 0;
    return null;
end $$;
create trigger delivery_counts_update after update on delivery
    referencing old table as stale new table as fresh for each statement execute function delivery_counts_update();

create function attempt_counts_insert() returns trigger language plpgsql as $$
begin
    insert into attempt_count
    select run_id, batch_no, channel, account, state, coalesce(reason, ''), coalesce(led, ''), count(*), sum(parts),
           sum(coalesce(settled, estimated)), currency
      from fresh group by 1, 2, 3, 4, 5, 6, 7, currency;
    return null;
end $$;
create trigger attempt_counts_insert after insert on attempt
    referencing new table as fresh for each statement execute function attempt_counts_insert();
create function attempt_counts_update() returns trigger language plpgsql as $$
begin
    insert into attempt_count
    select run_id, batch_no, channel, account, state, reason, led, sum(n), sum(n * parts), sum(n * amount), currency from (
        select run_id, batch_no, channel, account, state, coalesce(reason, '') as reason, coalesce(led, '') as led, 1 as n, parts,
               coalesce(settled, estimated) as amount, currency from fresh
        union all
        select run_id, batch_no, channel, account, state, coalesce(reason, ''), coalesce(led, ''), -1, parts,
               coalesce(settled, estimated), currency from stale) moved
    group by 1, 2, 3, 4, 5, 6, 7, currency having sum(n) <> 0 or sum(n * parts) <> 0 or sum(n * amount) <> 0;
    return null;
end $$;
create trigger attempt_counts_update after update on attempt
    referencing old table as stale new table as fresh for each statement execute function attempt_counts_update();

create function pass_counts_insert() returns trigger language plpgsql as $$
begin
    insert into pass_count select run_id, batch_no, channel, reason, led, count(*) from fresh group by 1, 2, 3, 4, 5;
    return null;
end $$;
create trigger pass_counts_insert after insert on pass
    referencing new table as fresh for each statement execute function pass_counts_insert();

-- response -------------------------------------------------------------------------------------------------------------
create table receipt (
    id           bigint generated always as identity primary key,
    account      text        not null,
    dedupe_key   bytea       not null,
    report       bytea       not null,
    raw          bytea,
    state        text        not null default 'new' check (state in ('new', 'applied', 'unmatched', 'failed', 'dropped')),
    tries        int         not null default 0,
    next_try_at  timestamptz not null default now(),
    received_at  timestamptz not null default now(),
    applied_at   timestamptz,
    unique (account, dedupe_key)
);
create index receipt_open on receipt (next_try_at) where state in ('new', 'unmatched');

-- outbox ---------------------------------------------------------------------------------------------------------------
create table outbox (
    id           bigint generated always as identity primary key,
    command      text        not null,
    target       text        not null,
    payload      jsonb       not null default '{}',
    created_at   timestamptz not null default now(),
    due_at       timestamptz not null default now(),
    -- set while a relay is handing it over; a relay that died lets go after half a minute
    taken_at     timestamptz,
    tries        int         not null default 0,
    error        text
);
-- a command is added only where the same one is not waiting already
create unique index outbox_waiting on outbox (command, target) where taken_at is null;
