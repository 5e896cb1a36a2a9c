package org.speakdraw.app.prompt;

import jakarta.inject.Singleton;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.JsonText;
import org.speakdraw.app.platform.SqlQuery;
import org.speakdraw.app.prompt.PresetSearch.Order;

/** Presets in PostgreSQL. Every method works in the caller's transaction. */
@Singleton
public class PresetStore {

    private static final String COLUMNS = """
            select p.id, p.slug, p.name, p.prompt, p.negative_prompt, p.settings, p.tags, p.visibility, p.thumbnail_etag,
                p.use_count, p.favourite_count, p.created_at, coalesce(p.owner_id = v.id, false) as own,
                p.visibility = 'classroom' and v.role = 'teacher' as teaches,
                exists (select from preset_favourite f where f.participant_id = v.id and f.preset_id = p.id) as favourite
            from preset p
            """;

    /** Who looks, {@code v}: all null for somebody unknown. */
    private static final String VIEWER =
            "left join (select id, role, classroom_id from participant where id = ?) v on true";

    /** What the viewer {@code v} may see. */
    private static final String VISIBLE = """
            (p.visibility = 'everyone' or p.owner_id = v.id or (p.visibility = 'classroom'
                and p.owner_id in (select m.id from participant m where m.classroom_id = v.classroom_id)))
            """;

    /** Words that differ by a letter or two share about half of their trigrams. */
    private static final String TYPING_MISTAKES = "set local pg_trgm.word_similarity_threshold = 0.45";

    /** The page that is asked for, in its order, with the words as beginnings. */
    List<Preset> list(Connection connection, UUID viewer, PresetSearch search) throws SQLException {
        return read(connection, page(viewer, search));
    }

    static SqlQuery page(UUID viewer, PresetSearch search) {
        SqlQuery query = filtered(viewer, search);
        if (!search.words().isEmpty()) {
            query.add("and p.words @@ to_tsquery('simple', ?)", search.words().prefixes());
        }
        search.after().ifPresent(cursor -> {
            switch (search.order()) {
                case NEW -> query.add("and (p.created_at, p.id) < (?, ?)", cursor.time(), cursor.uuid());
                case USED -> query.add("and (p.use_count, p.id) < (?, ?)", cursor.count(), cursor.uuid());
                case FAVOURITES -> query.add("and (p.favourite_count, p.id) < (?, ?)", cursor.count(), cursor.uuid());
                case NAME -> query.add("and (lower(p.name), p.id) > (lower(?), ?)", cursor.key(), cursor.uuid());
            }
        });
        return query.add(orderBy(search.order())).add("limit ?", search.limit());
    }

    /** The best matches in spite of typing mistakes, best first. */
    List<Preset> listSimilar(Connection connection, UUID viewer, PresetSearch search) throws SQLException {
        if (search.words().fuzzy().isEmpty()) {
            return List.of();
        }
        allowTypingMistakes(connection);
        return read(connection, similar(viewer, search));
    }

    static SqlQuery similar(UUID viewer, PresetSearch search) {
        SqlQuery query = filtered(viewer, search);
        List<String> words = search.words().fuzzy();
        words.forEach(word -> query.add("and ? <% p.search_text", word));
        return query.add("order by word_similarity(?, p.search_text) desc, p.id", String.join(" ", words))
                .add("limit ?", search.limit());
    }

    static void allowTypingMistakes(Connection connection) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(TYPING_MISTAKES)) {
            set.execute();
        }
    }

    private static SqlQuery filtered(UUID viewer, PresetSearch search) {
        SqlQuery query =
                new SqlQuery().add(COLUMNS).add(VIEWER, viewer).add("where").add(VISIBLE);
        search.tag().ifPresent(tag -> query.add("and p.tags @> array[?]::text[]", tag));
        switch (search.scope()) {
            case MINE -> query.add("and p.owner_id = ?", viewer);
            case CLASSROOM -> query.add("and p.visibility = 'classroom'");
            case FAVOURITES ->
                query.add("and p.id in (select preset_id from preset_favourite where participant_id = ?)", viewer);
            case ALL -> {}
        }
        return query;
    }

    private static String orderBy(Order order) {
        return switch (order) {
            case NEW -> "order by p.created_at desc, p.id desc";
            case USED -> "order by p.use_count desc, p.id desc";
            case FAVOURITES -> "order by p.favourite_count desc, p.id desc";
            case NAME -> "order by lower(p.name), p.id";
        };
    }

    /** The preset, when {@code viewer} may see it. */
    Optional<Preset> find(Connection connection, UUID viewer, UUID id) throws SQLException {
        SqlQuery query = new SqlQuery()
                .add(COLUMNS)
                .add(VIEWER, viewer)
                .add("where p.id = ? and", id)
                .add(VISIBLE);
        return read(connection, query).stream().findFirst();
    }

    /** The tags of the newest that {@code viewer} may see, the most frequent first. */
    List<String> tags(Connection connection, UUID viewer, int limit) throws SQLException {
        SqlQuery query = new SqlQuery()
                .add("select t.tag from (select p.tags from preset p")
                .add(VIEWER, viewer)
                .add("where")
                .add(VISIBLE)
                .add("order by p.created_at desc, p.id desc limit 1000) newest cross join lateral unnest(tags) t(tag)")
                .add("group by t.tag order by count(*) desc, t.tag limit ?", limit);
        List<String> tags = new ArrayList<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                tags.add(rows.getString(1));
            }
        }
        return tags;
    }

    int countOwned(Connection connection, UUID owner) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select count(*) from preset where owner_id = ?")) {
            query.setObject(1, owner);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    void insert(Connection connection, UUID id, UUID owner, PresetContent content) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into preset (name, prompt, negative_prompt, settings, tags, visibility, owner_id, id)
                values (?, ?, ?, ?::jsonb, ?, ?, ?, ?)
                """)) {
            bind(connection, insert, content);
            insert.setObject(7, owner);
            insert.setObject(8, id);
            insert.executeUpdate();
        }
    }

    /** False when {@code owner} has no such preset. */
    boolean update(Connection connection, UUID id, UUID owner, PresetContent content) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update preset set name = ?, prompt = ?, negative_prompt = ?, settings = ?::jsonb, tags = ?, visibility = ?,
                    updated_at = now()
                where owner_id = ? and id = ?
                """)) {
            bind(connection, update, content);
            update.setObject(7, owner);
            update.setObject(8, id);
            return update.executeUpdate() == 1;
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, PresetContent content)
            throws SQLException {
        statement.setString(1, content.name());
        statement.setString(2, content.prompt());
        statement.setString(3, content.negativePrompt());
        statement.setString(4, content.settings().toString());
        statement.setArray(5, connection.createArrayOf("text", content.tags().toArray()));
        statement.setString(6, content.visibility().id());
    }

    boolean updateThumbnail(Connection connection, UUID id, UUID owner, byte[] jpeg, String etag) throws SQLException {
        return execute(
                connection,
                "update preset set thumbnail = ?, thumbnail_etag = ? where id = ? and owner_id = ?",
                jpeg,
                etag,
                id,
                owner);
    }

    /** The thumbnail's bytes, when {@code viewer} may see the preset and it is not one of the built-in ones. */
    Optional<byte[]> thumbnail(Connection connection, UUID viewer, UUID id) throws SQLException {
        SqlQuery query = new SqlQuery()
                .add("select p.thumbnail from preset p")
                .add(VIEWER, viewer)
                .add("where p.id = ? and p.thumbnail is not null and", id)
                .add(VISIBLE);
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
    }

    boolean delete(Connection connection, UUID id, UUID owner) throws SQLException {
        return execute(connection, "delete from preset where id = ? and owner_id = ?", id, owner);
    }

    /** Takes a preset out of a classroom; its owner keeps it. */
    void withdraw(Connection connection, UUID id) throws SQLException {
        execute(connection, "update preset set visibility = 'mine' where id = ? and visibility = 'classroom'", id);
    }

    void addFavourite(Connection connection, UUID participant, UUID id) throws SQLException {
        execute(
                connection,
                "insert into preset_favourite (participant_id, preset_id) values (?, ?) on conflict do nothing",
                participant,
                id);
    }

    void removeFavourite(Connection connection, UUID participant, UUID id) throws SQLException {
        execute(connection, "delete from preset_favourite where participant_id = ? and preset_id = ?", participant, id);
    }

    /** What a participant's favourites are: also those that have been hidden from it since, these without their name. */
    JsonArray favourites(Connection connection, UUID participant) throws SQLException {
        SqlQuery query = new SqlQuery()
                .add("select f.preset_id, f.created_at, p.name from preset_favourite f")
                .add(VIEWER, participant)
                .add("left join preset p on p.id = f.preset_id and")
                .add(VISIBLE)
                .add("where f.participant_id = ? order by f.created_at", participant);
        JsonArrayBuilder favourites = Json.createArrayBuilder();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String name = rows.getString("name");
                favourites.add(Json.createObjectBuilder()
                        .add("preset", rows.getString("preset_id"))
                        .add("name", name == null ? JsonValue.NULL : Json.createValue(name))
                        .add(
                                "since",
                                rows.getObject("created_at", java.time.OffsetDateTime.class)
                                        .toInstant()
                                        .toString()));
            }
        }
        return favourites.build();
    }

    void countUse(Connection connection, UUID id) throws SQLException {
        execute(connection, "update preset set use_count = use_count + 1 where id = ?", id);
    }

    private static boolean execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = new SqlQuery().add(sql, values).prepare(connection)) {
            return statement.executeUpdate() > 0;
        }
    }

    private static List<Preset> read(Connection connection, SqlQuery query) throws SQLException {
        List<Preset> presets = new ArrayList<>();
        try (PreparedStatement statement = query.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                presets.add(read(rows));
            }
        }
        return presets;
    }

    private static Preset read(ResultSet row) throws SQLException {
        JsonObject settings = JsonText.readObject(row.getString("settings"), ApiError.INTERNAL);
        PresetContent content = new PresetContent(
                row.getString("name"),
                row.getString("prompt"),
                row.getString("negative_prompt"),
                settings,
                strings(row.getArray("tags")),
                Visibility.of(row.getString("visibility")));
        boolean own = row.getBoolean("own");
        return new Preset(
                row.getObject("id", UUID.class),
                Optional.ofNullable(row.getString("slug")),
                content,
                Optional.ofNullable(row.getString("thumbnail_etag")),
                own,
                own || row.getBoolean("teaches"),
                row.getBoolean("favourite"),
                row.getLong("favourite_count"),
                row.getLong("use_count"),
                row.getObject("created_at", java.time.OffsetDateTime.class).toInstant());
    }

    private static List<String> strings(Array array) throws SQLException {
        return List.of((String[]) Objects.requireNonNull(array.getArray()));
    }
}
