-- The gallery of presets, and search in what people asked for: by prefix with tsvector, in spite of typing mistakes with
-- pg_trgm. Both extensions are PostgreSQL's own and trusted, so the owner of the database may create them.

create extension if not exists pg_trgm;
create extension if not exists btree_gin;

-- --- presets --------------------------------------------------------------------------------------------------------

-- What a search looks into. array_to_string is only stable, since elements of any type could depend on settings; of texts
-- it is immutable.
create function preset_text(name text, prompt text, tags text[]) returns text
    language sql immutable parallel safe
    return lower(name || ' ' || array_to_string(tags, ' ') || ' ' || prompt);

alter table preset
    -- Name of a built-in preset; its thumbnail is one of the server's resources.
    add column slug            text unique,
    -- Identifies the bytes of the thumbnail, for caches.
    add column thumbnail_etag  text,
    add column updated_at      timestamptz not null default now(),
    add column use_count       bigint not null default 0,
    add column favourite_count bigint not null default 0,
    add column search_text     text generated always as (preset_text(name, prompt, tags)) stored,
    add column words           tsvector generated always as (to_tsvector('simple', preset_text(name, prompt, tags))) stored,
    add check (length(thumbnail) <= 65536),
    add check (cardinality(tags) <= 12);
create index preset_by_age on preset (created_at desc, id desc);
create index preset_by_use on preset (use_count desc, id desc);
create index preset_by_favourites on preset (favourite_count desc, id desc);
create index preset_by_name on preset (lower(name), id);
create index preset_words on preset using gin (words);
create index preset_trigrams on preset using gin (search_text gin_trgm_ops);

create table preset_favourite (
    participant_id uuid        not null references participant (id) on delete cascade,
    preset_id      uuid        not null references preset (id) on delete cascade,
    created_at     timestamptz not null default now(),
    primary key (participant_id, preset_id)
);
create index preset_favourite_by_preset on preset_favourite (preset_id);

-- Favourites also go when their participant does, so the database counts them itself.
create function count_favourites() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        update preset set favourite_count = favourite_count + 1 where id = new.preset_id;
    else
        update preset set favourite_count = favourite_count - 1 where id = old.preset_id;
    end if;
    return null;
end $$;
create trigger preset_favourite_count after insert or delete on preset_favourite
    for each row execute function count_favourites();

-- --- prompts --------------------------------------------------------------------------------------------------------

-- Everybody searches the own prompts only; with the owner beside the words one index answers both.
alter table prompt_event
    add column participant_id uuid references participant (id) on delete cascade;
update prompt_event p set participant_id = s.participant_id from session s where s.id = p.session_id;
create index prompt_event_by_participant on prompt_event (participant_id, occurred_at desc, id desc);
drop index prompt_event_words;
create index prompt_event_words on prompt_event using gin (participant_id, words);
create index prompt_event_trigrams on prompt_event using gin (participant_id, prompt gin_trgm_ops);
