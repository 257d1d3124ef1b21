-- Which command asked for it: another one with the same time may be about another restore, and is told so before anything is sent.
alter table recovery add column request text not null default '';
