-- Reports: what somebody thinks others should not be shown, and why, until it is decided.

-- Presets. Enough reports hide one from everybody but its owner and the teacher until somebody has decided.
alter table preset add column hidden boolean not null default false;

alter table preset_report
    add column reason text not null default 'other' check (reason in ('mean', 'rude', 'scary', 'private', 'other'));
alter table preset_report alter column reason drop default;

-- Pictures of students that everybody in a class was shown: one of each student at a time, small, until it is decided.
create table reported_picture (
    id             uuid primary key,
    classroom_id   uuid        not null references classroom (id) on delete cascade,
    -- Whose it is.
    participant_id uuid        not null references participant (id) on delete cascade,
    picture        bytea       not null check (octet_length(picture) <= 262144),
    -- Nobody but the teacher is shown pictures of this student until it is decided.
    hidden         boolean     not null default false,
    reported_at    timestamptz not null default now(),
    unique (classroom_id, participant_id)
);
create index reported_picture_by_participant on reported_picture (participant_id);
create index reported_picture_by_age on reported_picture (reported_at, id);

create table picture_report (
    picture_id     uuid not null references reported_picture (id) on delete cascade,
    participant_id uuid not null references participant (id) on delete cascade,
    reason         text not null check (reason in ('mean', 'rude', 'scary', 'private', 'other')),
    primary key (picture_id, participant_id)
);
create index picture_report_by_participant on picture_report (participant_id);

-- An administrator pages through what was handed in anywhere, the latest first.
create index handed_in_work_by_age on handed_in_work (handed_in_at desc, id desc);
