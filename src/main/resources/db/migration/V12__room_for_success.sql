-- Every address that takes a message is written once, when the first receipt comes, and on some later days. Where the new version finds
-- room in its page, no index is touched.
alter table address set (fillfactor = 80);
