-- When a draft was given up. A launched campaign is cancelled by its run's state, and this stays null.
alter table campaign add column cancelled_at timestamptz check (cancelled_at is null or launched_at is null);
