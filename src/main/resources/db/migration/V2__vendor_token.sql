-- Access tokens that vendors give for a while, shared by all processes; encrypted.
create table vendor_token (
    account    text        not null primary key,
    cipher     bytea       not null,
    expires_at timestamptz not null,
    updated_at timestamptz not null
);
