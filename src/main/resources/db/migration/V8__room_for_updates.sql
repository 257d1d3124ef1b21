-- Nearly every row of these is written once and changed two or three times within minutes. Where the new version finds room in
-- its page, no index is touched.
alter table delivery set (fillfactor = 45);
alter table attempt set (fillfactor = 50);
