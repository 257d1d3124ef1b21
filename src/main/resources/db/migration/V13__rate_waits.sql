-- When an account last had no portion of its rate left for somebody who asked: what people wait for, told to operators.
alter table vendor_account add column paced_at timestamptz;
