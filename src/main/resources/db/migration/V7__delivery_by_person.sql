-- By the run alone this index was as good as the primary key in the planner's eyes, who takes a run for a row or two: it read the whole
-- run for each of its rows. Begun with the person it answers what it is for, and finds a person's deliveries as well.
create unique index delivery_once_by_person on delivery (profile_id, run_id, occasion);
drop index delivery_once;
alter index delivery_once_by_person rename to delivery_once;
