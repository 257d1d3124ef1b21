-- What the vendor said when it closed the account for a time, for those who look why nothing leaves.
alter table vendor_account add column closed_reason text, add column closed_code text;
