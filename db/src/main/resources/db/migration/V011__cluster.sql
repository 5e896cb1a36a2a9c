-- Several servers on this database. Each has a row and says twice a second that it is there; what a live session needs to go
-- on elsewhere lies here while it lives, and no longer. A single server writes nothing of this.

create table cluster_node (
    -- The first 16 bits of the ids of the sessions that begin there.
    number          integer          primary key check (number between 1 and 65535),
    cluster         text             not null check (length(cluster) between 1 and 60),
    -- As the other nodes reach it: http://host:port.
    address         text             not null unique check (length(address) <= 300),
    -- Drawn at every start.
    incarnation     uuid             not null,
    seen_at         timestamptz      not null,
    -- It takes nobody any more.
    leaving         boolean          not null default false,
    -- What its engines do in a second, what the frames of its sessions cost, and how many more sessions it may have.
    work_per_second double precision not null default 0,
    costs           bigint[]         not null default '{}',
    free_places     integer          not null default 0
);

-- What nodes show each other: one row, made here. Two random UUIDs have 244 random bits.
create table cluster_secret (
    id     boolean primary key default true check (id),
    secret text    not null
);
insert into cluster_secret (secret)
values (encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex'));

create table live_session (
    id             uuid        primary key,
    node           integer     not null references cluster_node (number) on delete cascade,
    participant_id uuid,
    classroom_id   uuid,
    address        text        not null,
    -- SHA-256 of the session's token, and of its view-only key.
    token_digest   bytea       not null check (octet_length(token_digest) = 32),
    view_digest    bytea       check (octet_length(view_digest) = 32),
    settings       jsonb       not null,
    -- When it began, or came to its node.
    moved_at       timestamptz not null default now()
);
create index live_session_by_node on live_session (node);

-- Where a class is: its lesson is in one server's memory.
create table classroom_home (
    classroom_id uuid    primary key references classroom (id) on delete cascade,
    node         integer not null references cluster_node (number) on delete cascade
);
create index classroom_home_by_node on classroom_home (node);
