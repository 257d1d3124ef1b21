-- What an editor says it has read, so that of two who change the same the second is told.
alter table message add column version integer not null default 1;
alter table segment add column version integer not null default 1;
