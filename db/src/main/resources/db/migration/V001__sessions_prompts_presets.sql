-- The tables of SpeakDraw. Times are timestamptz; offsets are milliseconds since the session's start.
-- Deleting a session deletes all of it: every child table cascades.

create table classroom (
    id           uuid primary key,
    name         text        not null check (length(name) between 1 and 200),
    created_at   timestamptz not null default now()
);

create table participant (
    id           uuid primary key,
    classroom_id uuid        references classroom (id) on delete cascade,
    display_name text        not null check (length(display_name) between 1 and 200),
    role         text        not null check (role in ('student', 'teacher')),
    created_at   timestamptz not null default now()
);
create index participant_by_classroom on participant (classroom_id);

create table session (
    id             uuid primary key,
    participant_id uuid        references participant (id) on delete cascade,
    bundle         text        not null,
    started_at     timestamptz not null,
    ended_at       timestamptz,
    end_reason     text,
    frames_in      bigint      not null default 0,
    frames_out     bigint      not null default 0,
    check (ended_at is null or ended_at >= started_at)
);
create index session_by_start on session (started_at desc, id);
create index session_by_participant on session (participant_id, started_at desc);

create table prompt_event (
    id              bigint generated always as identity primary key,
    session_id      uuid        not null references session (id) on delete cascade,
    occurred_at     timestamptz not null,
    source          text        not null check (source in ('typed', 'spoken', 'preset', 'teacher')),
    language        text        check (length(language) <= 35),
    prompt          text        not null check (length(prompt) <= 2000),
    negative_prompt text        not null default '' check (length(negative_prompt) <= 2000),
    words           tsvector    generated always as (to_tsvector('simple', prompt)) stored
);
create index prompt_event_by_session on prompt_event (session_id, occurred_at);
create index prompt_event_by_time on prompt_event (occurred_at desc, id desc);
create index prompt_event_words on prompt_event using gin (words);

create table settings_event (
    id          bigint generated always as identity primary key,
    session_id  uuid        not null references session (id) on delete cascade,
    occurred_at timestamptz not null,
    changes     jsonb       not null
);
create index settings_event_by_session on settings_event (session_id, occurred_at);

create table keyframe (
    id          bigint generated always as identity primary key,
    session_id  uuid   not null references session (id) on delete cascade,
    offset_ms   bigint not null check (offset_ms >= 0),
    kind        text   not null check (kind in ('input', 'output')),
    jpeg        bytea  not null,
    seed        bigint not null
);
create index keyframe_by_session on keyframe (session_id, kind, offset_ms);

create table preset (
    id              uuid primary key,
    name            text        not null check (length(name) between 1 and 200),
    prompt          text        not null check (length(prompt) <= 2000),
    negative_prompt text        not null default '' check (length(negative_prompt) <= 2000),
    settings        jsonb       not null default '{}',
    tags            text[]      not null default '{}',
    thumbnail       bytea,
    visibility      text        not null check (visibility in ('mine', 'classroom', 'everyone')),
    owner_id        uuid        references participant (id) on delete cascade,
    created_at      timestamptz not null default now()
);
create index preset_by_owner on preset (owner_id);
create index preset_by_tag on preset using gin (tags);
