-- Processes of the release before work beside a change. Where the two wait for each other in a circle PostgreSQL ends whoever looks
-- first, a second after it began to wait (deadlock_timeout); so the change waits for less, is rolled back, and is tried again.
set local lock_timeout = '400ms';
