-- What was said at addresses that nobody had: it holds for whoever is given one of them later.
create table address_word (
    address_hash bytea       not null,
    channel      text        not null check (channel in ('sms', 'email', 'push', 'wechat')),
    purpose      text        not null check (purpose in ('marketing', 'service')),
    state        text        not null check (state in ('granted', 'withdrawn')),
    at           timestamptz not null,
    source       text        not null,
    wording      text,
    recorded_at  timestamptz not null default now(),
    primary key (address_hash, channel, purpose, state, at)
);

create view said_at_address as
select address_hash, channel, purpose, state, at, source, wording, actor from consent_record where address_hash is not null
union all
select address_hash, channel, purpose, state, at, source, wording, 'person' from address_word;
comment on view said_at_address is 'everything that was said at an address, whoever has it, and if nobody has';

-- Nobody was found for these within a day: whatever was said in them is kept from now on.
update receipt set state = 'unmatched', next_try_at = now() where state = 'failed';
