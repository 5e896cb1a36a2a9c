-- Who somebody is, without accounts: a participant's id is made from the digest of a random secret in the browser's cookie;
-- the secret itself is kept nowhere. A participant is made by the first session or preset, without a name.
-- Times are timestamptz. Whoever deletes a participant or a session deletes all of it: every table that refers to it cascades.

create table classroom (
    id         uuid primary key,
    name       text        not null check (length(name) between 1 and 200),
    -- Letters and digits that nobody mistakes for one another; see JoinCode.
    join_code  text        not null unique check (length(join_code) = 8),
    created_at timestamptz not null default now()
);

create table participant (
    id           uuid primary key,
    classroom_id uuid        references classroom (id) on delete cascade,
    display_name text        not null default '' check (length(display_name) <= 60),
    role         text        not null default 'student' check (role in ('student', 'teacher')),
    created_at   timestamptz not null default now(),
    -- To the day: when it last opened a session or saved something.
    seen_at      timestamptz not null default now()
);
create index participant_by_classroom on participant (classroom_id);

-- What the secrets in cookies are signed with, so that only this server makes participants: one row, made here. Two random
-- UUIDs have 244 random bits.
create table signing_key (
    id  boolean primary key default true check (id),
    key bytea not null check (octet_length(key) = 32)
);
insert into signing_key (key) values (sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea));
