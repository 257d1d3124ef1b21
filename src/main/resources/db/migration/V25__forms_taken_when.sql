-- Since when it is known that a form is taken: whoever was turned away before, and is again afterwards, is so for their own values. A row
-- of form '*' is the word of whoever resumed the run. A process of an older release goes on writing rows that say when they were made.
alter table form_taken add column taken_at timestamptz not null default now();
