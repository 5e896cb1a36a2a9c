-- Sign-ins that people have ended: a digest of the cookie, of which no copy is taken any more, until it would have ended by
-- itself.
create table ended_sign_in (
    cookie   bytea       primary key check (octet_length(cookie) = 32),
    until    timestamptz not null,
    ended_at timestamptz not null default now()
);
create index ended_sign_in_by_end on ended_sign_in (until);
create index ended_sign_in_by_age on ended_sign_in (ended_at);
