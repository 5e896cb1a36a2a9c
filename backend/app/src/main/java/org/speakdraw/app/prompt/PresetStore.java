package org.speakdraw.app.prompt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.PageCursor;
import org.speakdraw.app.prompt.PresetSearch.Order;
import org.speakdraw.app.prompt.PresetSearch.Scope;

/** Presets in PostgreSQL. Every method works in the thread's transaction, or in one of its own. */
@Singleton
public class PresetStore {

    private static final String COLUMNS = """
            select p.id, p.slug, p.name, p.prompt, p.negative_prompt, p.settings, p.tags, p.visibility, p.approved and not p.hidden as approved,
                p.thumbnail_etag,
                p.use_count, p.favourite_count, p.created_at, coalesce(p.owner_id = v.id, false) as own,
                p.visibility = 'classroom' and v.role = 'teacher' as teaches,
                exists (select from preset_favourite f where f.participant_id = v.id and f.preset_id = p.id) as favourite
            from preset p
            """;

    /** Who looks, {@code v}: all null for somebody unknown. */
    private static final String VIEWER =
            " left join (select id, role, classroom_id from participant where id = :viewer) v on true ";

    /** What the viewer {@code v} may see. */
    private static final String VISIBLE = """
             ((p.visibility = 'everyone' and p.approved and not p.hidden) or p.owner_id = v.id
                or (p.visibility = 'classroom' and (not p.hidden or v.role = 'teacher')
                and p.owner_id in (select m.id from participant m where m.classroom_id = v.classroom_id)))
            """;

    /** Words that differ by a letter or two share about half of their trigrams. */
    private static final String TYPING_MISTAKES = "set local pg_trgm.word_similarity_threshold = 0.45";

    private final Database database;

    @Inject
    public PresetStore(Database database) {
        this.database = database;
    }

    /** The page that is asked for, in its order, with the words as beginnings. */
    List<Preset> list(UUID viewer, PresetSearch search) {
        return database.withHandle(
                handle -> page(handle, viewer, search).map(PresetStore::read).list());
    }

    static Query page(Handle handle, UUID viewer, PresetSearch search) {
        Query query = handle.createQuery(filtered(search)
                        + (search.words().isEmpty() ? "" : matching(search))
                        + (search.after().isEmpty() ? "" : after(search.order()))
                        + orderBy(search.order()))
                .bind("limit", search.limit());
        if (!search.words().isEmpty()) {
            query.bind("prefixes", search.words().prefixes());
            if (!search.slugs().isEmpty()) {
                query.bind("slugs", search.slugs().toArray(String[]::new));
            }
        }
        search.after()
                .ifPresent(cursor ->
                        query.bind("after", keyOf(cursor, search.order())).bind("afterId", cursor.uuid()));
        return bindFilter(query, viewer, search);
    }

    private static String matching(PresetSearch search) {
        String words = "p.words @@ to_tsquery('simple', :prefixes)";
        return " and " + (search.slugs().isEmpty() ? words : "(" + words + " or p.slug = any(:slugs))");
    }

    private static String after(Order order) {
        return switch (order) {
            case NEW -> " and (p.created_at, p.id) < (:after, :afterId)";
            case USED -> " and (p.use_count, p.id) < (:after, :afterId)";
            case FAVOURITES -> " and (p.favourite_count, p.id) < (:after, :afterId)";
            case NAME -> " and (lower(p.name), p.id) > (lower(:after), :afterId)";
        };
    }

    private static Object keyOf(PageCursor cursor, Order order) {
        return switch (order) {
            case NEW -> cursor.time();
            case USED, FAVOURITES -> cursor.count();
            case NAME -> cursor.key();
        };
    }

    private static String orderBy(Order order) {
        return switch (order) {
            case NEW -> " order by p.created_at desc, p.id desc limit :limit";
            case USED -> " order by p.use_count desc, p.id desc limit :limit";
            case FAVOURITES -> " order by p.favourite_count desc, p.id desc limit :limit";
            case NAME -> " order by lower(p.name), p.id limit :limit";
        };
    }

    /** The best matches, typing mistakes allowed, best first. */
    List<Preset> listSimilar(UUID viewer, PresetSearch search) {
        if (search.words().fuzzy().isEmpty()) {
            return List.of();
        }
        return database.withHandle(handle -> {
            allowTypingMistakes(handle);
            return similar(handle, viewer, search).map(PresetStore::read).list();
        });
    }

    static Query similar(Handle handle, UUID viewer, PresetSearch search) {
        Query query = handle.createQuery(filtered(search)
                        + nearlyAll(search.words(), "p.search_text")
                        + " order by word_similarity(:words, p.search_text) desc, p.id limit :limit")
                .bind("limit", search.limit());
        return bindFuzzy(bindFilter(query, viewer, search), search.words());
    }

    static void allowTypingMistakes(Handle handle) {
        handle.execute(TYPING_MISTAKES);
    }

    /** Conditions that {@code column} has something like each of the words; see {@link #bindFuzzy}. */
    static String nearlyAll(SearchWords words, String column) {
        return IntStream.range(0, words.fuzzy().size())
                .mapToObj(i -> " and :word" + i + " <% " + column)
                .collect(Collectors.joining());
    }

    static Query bindFuzzy(Query query, SearchWords words) {
        List<String> fuzzy = words.fuzzy();
        for (int i = 0; i < fuzzy.size(); i++) {
            query.bind("word" + i, fuzzy.get(i));
        }
        return query.bind("words", String.join(" ", fuzzy));
    }

    private static String filtered(PresetSearch search) {
        String scope = switch (search.scope()) {
            case MINE -> " and p.owner_id = :viewer";
            case CLASSROOM -> " and p.visibility = 'classroom'";
            case FAVOURITES -> " and p.id in (select preset_id from preset_favourite where participant_id = :viewer)";
            case ALL -> "";
        };
        return COLUMNS + VIEWER + "where" + VISIBLE + scope
                + (search.tag().isEmpty() ? "" : " and p.tags @> array[:tag]::text[]")
                + (search.among().isEmpty() ? "" : " and p.id = any(:among)");
    }

    private static Query bindFilter(Query query, UUID viewer, PresetSearch search) {
        search.tag().ifPresent(tag -> query.bind("tag", tag));
        search.among().ifPresent(some -> query.bind("among", some.toArray(UUID[]::new)));
        return query.bind("viewer", viewer);
    }

    /** All presets of their owner, the newest first. */
    List<Preset> owned(UUID owner, int limit) {
        return list(
                owner,
                new PresetSearch(SearchWords.of(""), Optional.empty(), Scope.MINE, Order.NEW, Optional.empty(), limit));
    }

    /** The preset, when {@code viewer} may see it. */
    Optional<Preset> find(UUID viewer, UUID id) {
        return database.withHandle(handle -> handle.createQuery(COLUMNS + VIEWER + "where p.id = :id and" + VISIBLE)
                .bind("viewer", viewer)
                .bind("id", id)
                .map(PresetStore::read)
                .findOne());
    }

    /** The tags of the newest that {@code viewer} may see, the most frequent first. */
    List<String> tags(UUID viewer, int limit) {
        return database.withHandle(handle -> handle.createQuery("select t.tag from (select p.tags from preset p"
                        + VIEWER + "where" + VISIBLE
                        + " order by p.created_at desc, p.id desc limit 1000) newest"
                        + " cross join lateral unnest(tags) t(tag)"
                        + " group by t.tag order by count(*) desc, t.tag limit :limit")
                .bind("viewer", viewer)
                .bind("limit", limit)
                .mapTo(String.class)
                .list());
    }

    int countOwned(UUID owner) {
        return database.withHandle(handle -> handle.select("select count(*) from preset where owner_id = ?", owner)
                .mapTo(Integer.class)
                .one());
    }

    /** @param approved whether everybody may see it, if it is for everybody */
    void insert(UUID id, UUID owner, PresetContent content, boolean approved) {
        database.useHandle(handle ->
                bind(handle.createUpdate("""
                insert into preset (id, owner_id, name, prompt, negative_prompt, settings, tags, visibility, approved)
                values (:id, :owner, :name, :prompt, :negativePrompt, :settings::jsonb, :tags, :visibility, :approved)
                """), id, owner, content, approved).execute());
    }

    /** @param approved whether everybody may see it as it is now, if it is for everybody */
    void update(UUID id, UUID owner, PresetContent content, boolean approved) {
        database.useHandle(handle ->
                bind(handle.createUpdate("""
                update preset set name = :name, prompt = :prompt, negative_prompt = :negativePrompt,
                    settings = :settings::jsonb, tags = :tags, visibility = :visibility, approved = :approved,
                    updated_at = clock_timestamp()
                where owner_id = :owner and id = :id
                """), id, owner, content, approved).execute());
    }

    private static Update bind(Update update, UUID id, UUID owner, PresetContent content, boolean approved) {
        return update.bind("id", id)
                .bind("owner", owner)
                .bind("name", content.name())
                .bind("prompt", content.prompt())
                .bind("negativePrompt", content.negativePrompt())
                .bind("settings", content.settings().toString())
                .bind("tags", content.tags().toArray(String[]::new))
                .bind("visibility", content.visibility().id())
                .bind("approved", approved);
    }

    /** @param approved whether everybody who sees the preset may go on seeing it */
    void updateThumbnail(UUID id, UUID owner, byte[] jpeg, String etag, boolean approved) {
        execute(
                "update preset set thumbnail = ?, thumbnail_etag = ?, approved = approved and ?, updated_at = clock_timestamp()"
                        + " where id = ? and owner_id = ?",
                jpeg,
                etag,
                approved,
                id,
                owner);
    }

    /** The thumbnail's bytes, when {@code viewer} may see the preset and it is not one of the built-in ones. */
    Optional<byte[]> thumbnail(UUID viewer, UUID id) {
        return database.withHandle(handle -> handle.createQuery("select p.thumbnail from preset p" + VIEWER
                        + "where p.id = :id and p.thumbnail is not null and" + VISIBLE)
                .bind("viewer", viewer)
                .bind("id", id)
                .mapTo(byte[].class)
                .findOne());
    }

    void delete(UUID id, UUID owner) {
        execute("delete from preset where id = ? and owner_id = ?", id, owner);
    }

    /** Nobody but its owner sees it any more, and nobody reports it; false for a built-in one, or none. */
    boolean withdraw(UUID id) {
        int withdrawn = execute(
                "update preset set visibility = 'mine', approved = false, hidden = false where id = ? and slug is null",
                id);
        execute("delete from preset_report where preset_id = ?", id);
        return withdrawn == 1;
    }

    void addFavourite(UUID participant, UUID id) {
        execute(
                "insert into preset_favourite (participant_id, preset_id) values (?, ?) on conflict do nothing",
                participant,
                id);
    }

    void removeFavourite(UUID participant, UUID id) {
        execute("delete from preset_favourite where participant_id = ? and preset_id = ?", participant, id);
    }

    /** What a participant's favourites are: presets that have since been hidden from it come without their name. */
    List<Favourite> favourites(UUID participant) {
        return database.withHandle(handle -> handle.createQuery(
                        "select f.preset_id, f.created_at, p.name from preset_favourite f" + VIEWER
                                + "left join preset p on p.id = f.preset_id and" + VISIBLE
                                + "where f.participant_id = :viewer order by f.created_at")
                .bind("viewer", participant)
                .map((RowView row) -> new Favourite(
                        row.getColumn("preset_id", UUID.class),
                        Optional.ofNullable(row.getColumn("name", String.class)),
                        row.getColumn("created_at", Instant.class)))
                .list());
    }

    void countUse(UUID id) {
        execute("update preset set use_count = use_count + 1 where id = ?", id);
    }

    /** How many rows there were. */
    private int execute(String sql, Object... values) {
        return database.withHandle(handle -> handle.execute(sql, values));
    }

    private static Preset read(RowView row) {
        PresetContent content = new PresetContent(
                row.getColumn("name", String.class),
                row.getColumn("prompt", String.class),
                row.getColumn("negative_prompt", String.class),
                Json.read(row.getColumn("settings", String.class), ObjectNode.class, ApiError.INTERNAL),
                List.of(row.getColumn("tags", String[].class)),
                Visibility.of(row.getColumn("visibility", String.class)));
        boolean own = row.getColumn("own", Boolean.class);
        return new Preset(
                row.getColumn("id", UUID.class),
                Optional.ofNullable(row.getColumn("slug", String.class)),
                content,
                Optional.ofNullable(row.getColumn("thumbnail_etag", String.class)),
                row.getColumn("approved", Boolean.class),
                own,
                own || Boolean.TRUE.equals(row.getColumn("teaches", Boolean.class)),
                row.getColumn("favourite", Boolean.class),
                row.getColumn("favourite_count", Long.class),
                row.getColumn("use_count", Long.class),
                row.getColumn("created_at", Instant.class));
    }
}
