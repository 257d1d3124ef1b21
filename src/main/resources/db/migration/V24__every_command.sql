-- Two transactions may ask for the same: the one that commits later tells of what the other's command did not find. A process of an
-- older release, which adds a command only where none waits, goes on working.
drop index outbox_waiting;
create index outbox_waiting on outbox (command, target) where taken_at is null;
