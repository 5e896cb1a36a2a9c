-- Sessions and what was asked for in them. Search is by prefix with tsvector, and in spite of typing mistakes with pg_trgm.
-- Both extensions are PostgreSQL's own and trusted, so the owner of the database may create them.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

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
    participant_id  uuid        references participant (id) on delete cascade,
    occurred_at     timestamptz not null,
    source          text        not null check (source in ('typed', 'spoken', 'preset', 'teacher')),
    language        text        check (length(language) <= 35),
    prompt          text        not null check (length(prompt) <= 2000),
    negative_prompt text        not null default '' check (length(negative_prompt) <= 2000),
    words           tsvector    generated always as (to_tsvector('simple', prompt)) stored
);
create index prompt_event_by_session on prompt_event (session_id, occurred_at);
create index prompt_event_by_time on prompt_event (occurred_at desc, id desc);
create index prompt_event_by_participant on prompt_event (participant_id, occurred_at desc, id desc);
-- Everybody searches their own prompts only; with the owner beside the words one index answers both.
create index prompt_event_words on prompt_event using gin (participant_id, words);
create index prompt_event_trigrams on prompt_event using gin (participant_id, prompt gin_trgm_ops);
