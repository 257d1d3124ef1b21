-- What people replied at an address: an opt-out where nobody had it, which holds for whoever is given it later, and every opt-in, which
-- ends the opt-outs before it whenever those are heard of.
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
comment on view said_at_address is 'what was said at an address, whoever has it';

-- A yes of which nobody knows when it was said comes before everything else: whatever has a time is news to it.
alter table consent add column is_dated boolean not null default true;
update consent c set is_dated = false
  from consent_record r
 where not r.is_dated and r.state = 'granted' and r.profile_id = c.profile_id and r.channel = c.channel and r.purpose = c.purpose
   and c.state = 'granted' and c.at = r.at;

create or replace function consent_follows_record() returns trigger language plpgsql as $$
begin
    insert into consent as c (profile_id, channel, purpose, state, at, is_dated)
    select distinct on (profile_id, channel, purpose) profile_id, channel, purpose, state, at, is_dated
      from fresh order by profile_id, channel, purpose, (state = 'withdrawn' or is_dated) desc, at desc, state desc
    on conflict (profile_id, channel, purpose) do update
       set state = excluded.state, at = excluded.at, is_dated = excluded.is_dated
     where ((excluded.state = 'withdrawn' or excluded.is_dated), excluded.at) > ((c.state = 'withdrawn' or c.is_dated), c.at)
        or (excluded.state = 'withdrawn' and excluded.at = c.at);
    return null;
end $$;

-- Nobody was found for these within a day: whatever was said in them is kept from now on.
update receipt set state = 'unmatched', next_try_at = now() where state = 'failed';
