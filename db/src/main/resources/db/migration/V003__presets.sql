-- The gallery of presets.

-- What a search looks into. array_to_string is only stable, since elements of any type could depend on settings; of texts
-- it is immutable.
create function preset_text(name text, prompt text, tags text[]) returns text
    language sql immutable parallel safe
    return lower(name || ' ' || array_to_string(tags, ' ') || ' ' || prompt);

create table preset (
    id              uuid primary key,
    -- Name of a built-in preset; its thumbnail is one of the server's resources.
    slug            text unique,
    owner_id        uuid        references participant (id) on delete cascade,
    name            text        not null check (length(name) between 1 and 200),
    prompt          text        not null check (length(prompt) <= 2000),
    negative_prompt text        not null default '' check (length(negative_prompt) <= 2000),
    settings        jsonb       not null default '{}',
    tags            text[]      not null default '{}' check (cardinality(tags) <= 12),
    visibility      text        not null check (visibility in ('mine', 'classroom', 'everyone')),
    thumbnail       bytea       check (length(thumbnail) <= 65536),
    -- Identifies the bytes of the thumbnail, for caches.
    thumbnail_etag  text,
    created_at      timestamptz not null default now(),
    updated_at      timestamptz not null default now(),
    use_count       bigint      not null default 0,
    favourite_count bigint      not null default 0,
    search_text     text        generated always as (preset_text(name, prompt, tags)) stored,
    words           tsvector    generated always as (to_tsvector('simple', preset_text(name, prompt, tags))) stored
);
create index preset_by_owner on preset (owner_id);
create index preset_by_tag on preset using gin (tags);
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
