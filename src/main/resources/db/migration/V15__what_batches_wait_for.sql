-- Whom and what the batch's people waited for when it was last planned, told to operators; empty in what an older release wrote.
alter table batch add column waits jsonb not null default '[]';
