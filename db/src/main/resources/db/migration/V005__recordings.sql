-- Recordings: kept only of sessions whose owner switched it on; one a session. Switched off and on again it goes on, with
-- a gap between. Offsets are milliseconds since the recording's start; entries are numbered through all tables of a
-- recording, so that a batch that is written twice is kept once.

create table recording (
    session_id     uuid primary key references session (id) on delete cascade,
    participant_id uuid        references participant (id) on delete cascade,
    -- SHA-256 of the session's token: its holder is the owner too.
    token_digest   bytea       not null check (octet_length(token_digest) = 32),
    started_at     timestamptz not null,
    duration_ms    bigint      not null default 0 check (duration_ms >= 0),
    keeps_input    boolean     not null,
    repaint_of     uuid        references recording (session_id) on delete set null,
    frames         bigint      not null default 0 check (frames >= 0),
    bytes          bigint      not null default 0 check (bytes >= 0)
);
create index recording_by_participant on recording (participant_id, started_at desc, session_id desc);
create index recording_by_start on recording (started_at);
create index recording_by_original on recording (repaint_of);

-- Settings are kept for recordings only, and the words of prompts in prompt_event only: whoever deletes a prompt has
-- deleted it. The first row of a recording has all settings.
create table settings_event (
    session_id uuid    not null references recording (session_id) on delete cascade,
    number     integer not null,
    offset_ms  bigint  not null check (offset_ms >= 0),
    changes    jsonb   not null,
    primary key (session_id, number)
);
create index settings_event_in_order on settings_event (session_id, offset_ms);

create table keyframe (
    session_id uuid    not null references recording (session_id) on delete cascade,
    number     integer not null,
    kind       text    not null check (kind in ('input', 'output')),
    offset_ms  bigint  not null check (offset_ms >= 0),
    seed       bigint  not null,
    sha256     bytea   not null check (octet_length(sha256) = 32),
    bytes      integer not null,
    jpeg       bytea   not null,
    primary key (session_id, number)
);
-- A JPEG does not shrink.
alter table keyframe alter column jpeg set storage external;
-- The index of a time line is read from here alone.
create index keyframe_in_order on keyframe (session_id, kind, offset_ms, number) include (seed, bytes);

create table recording_gap (
    session_id uuid    not null references recording (session_id) on delete cascade,
    number     integer not null,
    start_ms   bigint  not null check (start_ms >= 0),
    end_ms     bigint  not null check (end_ms >= start_ms),
    lost       bigint  not null check (lost >= 0),
    -- paused: switched off; unwritten: the database was slow or gone; trimmed: the oldest gave way to newer ones.
    reason     text    not null check (reason in ('paused', 'unwritten', 'trimmed')),
    primary key (session_id, number)
);
