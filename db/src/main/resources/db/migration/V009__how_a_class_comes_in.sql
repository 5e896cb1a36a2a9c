-- How a class comes in: how students are called, whether the teacher lets each of them in, and who is to stay out.

alter table classroom
    add column naming text    not null default 'typed' check (naming in ('typed', 'list', 'pseudonyms')),
    -- From which students choose, where they choose.
    add column names  text[]  not null default '{}' check (cardinality(names) <= 60),
    add column lobby  boolean not null default false;

-- Who waits to be let in, and who was taken out: neither is in the classroom.
create table classroom_guest (
    classroom_id   uuid        not null references classroom (id) on delete cascade,
    participant_id uuid        not null references participant (id) on delete cascade,
    standing       text        not null check (standing in ('waiting', 'out')),
    name           text        not null default '' check (length(name) <= 60),
    -- Last, while waiting.
    came_at        timestamptz not null default now(),
    primary key (classroom_id, participant_id)
);
create index classroom_guest_by_participant on classroom_guest (participant_id);
