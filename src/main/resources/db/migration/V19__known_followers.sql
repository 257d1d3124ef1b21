-- Who granted a message or wrote a text need not follow: nobody knows until WeChat says so.
alter table wechat_contact alter column is_following drop not null;
alter table wechat_contact alter column is_following drop default;
comment on column wechat_contact.is_following is 'null until a follow or its end was reported';

-- Written by no release since V14.
alter table vendor_account drop column paced_at;
