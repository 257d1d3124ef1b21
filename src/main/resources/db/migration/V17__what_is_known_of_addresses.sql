-- What was found out or said at an address holds for whoever is given it later too.
alter table consent_record add column address_hash bytea;
comment on column consent_record.address_hash is 'the address at which it was said; null where it was said to the shop';
alter table consent_record add column is_dated boolean not null default true;
comment on column consent_record.is_dated is 'false where nobody knows when it was said, and "at" is when we learned of it';

-- Of what was said before, the address is known where the person has only one.
update consent_record r set address_hash = a.hash
  from (select profile_id, kind, (array_agg(hash))[1] as hash from address group by 1, 2 having count(*) = 1) a
 where r.state = 'withdrawn' and r.source in ('reply', 'unfollow', 'vendor', 'one_click') and a.profile_id = r.profile_id
   and a.kind = case r.channel when 'sms' then 'phone' when 'email' then 'mailbox' when 'push' then 'device_token' else 'openid' end;

create index consent_record_at_address on consent_record (address_hash) where address_hash is not null;
create index address_closed on address (hash) where status <> 'active';
