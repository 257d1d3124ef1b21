-- What was found out or said at an address holds for whoever is given it later too. There are few of these among very many rows,
-- and every import asks for them.
create index address_closed on address (hash) where status <> 'active';
create index consent_record_at_address on consent_record (profile_id)
    where state = 'withdrawn' and source in ('reply', 'unfollow', 'vendor', 'one_click');
