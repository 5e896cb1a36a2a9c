-- Pictures that students hand in: kept because their owners want it, seen by the teacher, gone with the classroom or the owner.

create table handed_in_work (
    id             uuid primary key,
    classroom_id   uuid        not null references classroom (id) on delete cascade,
    participant_id uuid        not null references participant (id) on delete cascade,
    prompt         text        not null check (length(prompt) <= 2000),
    picture        bytea       not null check (octet_length(picture) <= 1048576),
    handed_in_at   timestamptz not null default now()
);
create index handed_in_work_by_classroom on handed_in_work (classroom_id, handed_in_at, id);
create index handed_in_work_by_participant on handed_in_work (participant_id, classroom_id);
