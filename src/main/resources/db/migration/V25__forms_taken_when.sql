-- When a form was last known to be taken: whoever was turned away before that, and is again afterwards, is so for their own values. A row
-- of form '*' is the word of whoever resumed the run. Of rows that are here nobody knows; a process of the release before, which knows
-- nothing of this column, goes on writing rows.
alter table form_taken add column taken_at timestamptz not null default '-infinity';
alter table form_taken alter column taken_at set default now();
