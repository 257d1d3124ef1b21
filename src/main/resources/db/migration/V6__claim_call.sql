-- Which messages of a claim somebody has begun to hand over: committed before each call. What a dead process had claimed and not
-- begun was certainly not sent, and only the rest is in doubt. A claim of a release that wrote no places counts as begun whole.
alter table attempt add column place int, add column used_grant text;
create table claim_call (
    claim_token  uuid   not null,
    places       int[]  not null,
    begun_at     timestamptz not null default clock_timestamp()
);
create index claim_call_token on claim_call (claim_token);
