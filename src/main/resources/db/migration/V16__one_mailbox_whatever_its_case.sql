-- Hashes of mailboxes ignore case; those that were written before are brought up to date by the app, which alone has the key.
alter table installation add column mailboxes_folded_at timestamptz;
update installation set mailboxes_folded_at = now() where not exists (select from address where kind = 'mailbox');
