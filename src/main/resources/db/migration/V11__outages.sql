-- How many claims in a row found the vendor away, so that an outage is met with longer and longer pauses of the account, and
-- rows that happened to be tried in it wait no longer than the others.
alter table vendor_account add column outages int not null default 0;
