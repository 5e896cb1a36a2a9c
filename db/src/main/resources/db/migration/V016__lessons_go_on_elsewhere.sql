-- How a lesson that is on stands, so that another server, or the same one after its end, goes on with it. Deleted when the
-- lesson is over, or when nobody has gone on with it for a while.
create table lesson (
    classroom_id uuid        primary key references classroom (id) on delete cascade,
    -- Drawn by each server at its start: that of the one which opened the lesson last, and no other writes here.
    holder       uuid        not null,
    -- Task, timer, locks and the like; of nobody in particular.
    standing     jsonb       not null default '{}',
    -- Whose picture everybody is shown.
    spotlit      uuid        references participant (id) on delete set null,
    -- Also when nothing has changed, once a minute.
    kept_at      timestamptz not null default now()
);
create index lesson_by_spotlit on lesson (spotlit);
create index lesson_by_age on lesson (kept_at);

-- Whose picture was taken away.
create table lesson_black_out (
    classroom_id   uuid not null references lesson (classroom_id) on delete cascade,
    participant_id uuid not null references participant (id) on delete cascade,
    primary key (classroom_id, participant_id)
);
create index lesson_black_out_by_participant on lesson_black_out (participant_id);

-- A node of the version before reports presets without a reason: while nodes are updated one after another, that is taken.
alter table preset_report alter column reason set default 'other';
