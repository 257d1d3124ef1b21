-- A run's rows are looked for within seconds of being written, long before any statistics know of the run. With statistics of
-- older runs alone the planner takes a new one for a single row and compares whole batches pair by pair: seconds turn into
-- minutes. Without statistics on the keys it assumes that a key picks a small share, and looks rows up by their whole key, which
-- is right for a run of ten people and for one of a million.
alter table delivery alter column run_id set statistics 0, alter column batch_no set statistics 0, alter column id set statistics 0;
alter table attempt alter column run_id set statistics 0, alter column delivery_id set statistics 0,
    alter column batch_no set statistics 0, alter column no set statistics 0;
alter table pass alter column run_id set statistics 0, alter column delivery_id set statistics 0, alter column batch_no set statistics 0;
alter table run_step alter column run_id set statistics 0;
alter table run_rule alter column run_id set statistics 0;
