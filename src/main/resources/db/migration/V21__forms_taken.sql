-- Forms of a run that an account has taken for somebody: what it refuses of them afterwards is a person's values, not the form.
create table form_taken (
    run_id  bigint not null,
    account text   not null,
    form    text   not null,
    primary key (run_id, account, form)
);
