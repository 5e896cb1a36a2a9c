-- What a sign-in may show once only: the digest of a random text, until it would be too old anyway. Of accounts nothing is
-- kept; a participant's id is made from one.
create table used_once (
    digest bytea       primary key check (octet_length(digest) = 32),
    until  timestamptz not null
);
create index used_once_by_end on used_once (until);

-- Students may be called as their accounts are.
alter table classroom drop constraint classroom_naming_check;
alter table classroom add constraint classroom_naming_check
    check (naming in ('typed', 'list', 'pseudonyms', 'account'));
