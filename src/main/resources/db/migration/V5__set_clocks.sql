-- Since when an account is closed, so that a clock that is set back does not keep it closed for as long.
alter table vendor_account add column closed_since timestamptz;
