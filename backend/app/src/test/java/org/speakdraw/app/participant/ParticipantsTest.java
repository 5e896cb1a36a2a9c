package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.Participant.Role;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;

/** Against a real PostgreSQL. */
class ParticipantsTest {

    private static final Database database = TestDatabase.create();

    private final Participants participants = participants(database, List.of());
    private final UUID somebody = UUID.randomUUID();
    private final UUID teacher = UUID.randomUUID();

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void knowsNothingOfSomebodyNewAndKeepsNothingForAsking() throws SQLException {
        assertThat(participants.find(somebody)).isEqualTo(Participant.unknown(somebody));
        assertThat(TestRows.references(database, List.of(somebody))).isEmpty();
    }

    @Test
    void forgetsWhoWasNotSeenAndOwnsNothing() throws SQLException {
        ParticipantStore store = new ParticipantStore(database);
        ErasureStore erasure = new ErasureStore(database);
        Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
        Instant age = longAgo.plusSeconds(1);
        UUID owner = UUID.randomUUID();
        UUID session = TestRows.writeIntoEveryTable(database, owner);
        UUID forgotten = classroom("4b", teacher);
        join(somebody, forgotten);
        UUID student = UUID.randomUUID();
        UUID active = classroom("5a", UUID.randomUUID());
        execute("insert into participant (id, classroom_id) values ('" + student + "', '" + active + "')");
        execute("update participant set seen_at = '" + longAgo + "' where id in ('" + owner + "', '" + teacher + "', '"
                + somebody + "', '" + student + "')");
        store.ensure(somebody);

        erasure.forgotten(age);
        assertThat(TestRows.references(database, List.of(student)))
                .as("seen by nobody")
                .isEmpty();
        assertThat(TestRows.references(database, List.of(teacher)))
                .as("a student was seen")
                .containsKey("participant.id");

        execute("update participant set seen_at = '" + longAgo + "' where id = '" + somebody + "'");
        erasure.forgotten(age);

        assertThat(TestRows.references(database, List.of(teacher, somebody, forgotten)))
                .isEmpty();
        assertThat(TestRows.references(database, List.of(active))).containsKey("participant.classroom_id");
        assertThat(TestRows.references(database, List.of(owner, session)))
                .containsKeys("session.participant_id", "preset.owner_id");
    }

    @Test
    void anExportThatCannotBeCompletedHasNoEnd() {
        PersonalData keeper = (id, archive) -> {
            throw new IllegalStateException("the database went away");
        };
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        assertThatThrownBy(() -> participants(database, List.of(keeper)).export(somebody, zip))
                .hasMessageContaining("went away");
        assertThat(zip.toString(StandardCharsets.ISO_8859_1))
                .contains("me.json")
                .doesNotContain("PK\005\006");
    }

    @Test
    void everythingOfAParticipantIsGoneFromEveryTable() throws SQLException {
        participants.rename(somebody, "Ada");
        UUID session = TestRows.writeIntoEveryTable(database, somebody);
        List<UUID> mine = List.of(somebody, session);
        assertThat(TestRows.references(database, mine))
                .containsKeys(
                        "session.participant_id",
                        "preset.owner_id",
                        "preset_favourite.participant_id",
                        "prompt_event.participant_id",
                        "prompt_event.session_id",
                        "settings_event.session_id",
                        "recording.participant_id",
                        "recording_gap.session_id",
                        "keyframe.session_id");

        participants.delete(somebody);

        assertThat(TestRows.references(database, mine)).isEmpty();
    }

    @Test
    void asksEverybodyWhoKeepsSomethingForTheExport() throws IOException {
        participants.rename(somebody, "Ada");
        PersonalData keeper = (id, archive) -> archive.add("drawings/1.json", Map.of("of", id));
        ByteArrayOutputStream zip = new ByteArrayOutputStream();

        participants(database, List.of(keeper)).export(somebody, zip);

        Map<String, JsonNode> files = unzip(zip.toByteArray());
        assertThat(files.keySet()).containsExactly("drawings/1.json", "me.json");
        assertThat(files.get("me.json").get("name").asText()).isEqualTo("Ada");
        assertThat(files.get("drawings/1.json").get("of").asText()).isEqualTo(somebody.toString());
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        Participants without = participants(new Database("", "", ""), List.of());
        assertThatThrownBy(() -> without.find(somebody))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code().id()).isEqualTo("database-unavailable"));
    }

    /** The page and the protocol's documentation rely on these names, and nulls for what is not there. */
    @Test
    void showsParticipantsAsTheProtocolSays() {
        UUID id = new UUID(0, 7);
        String zeros = "00000000-0000-0000-0000-00000000000";
        assertThat(Json.write(ParticipantView.nobody()))
                .isEqualTo("{\"id\":null,\"name\":\"\",\"role\":\"student\",\"classroom\":null}");
        Participant.Classroom room = new Participant.Classroom(new UUID(0, 8), "4b", "BCDFGH");
        String taught = "{\"id\":\"" + zeros + "7\",\"name\":\"Ada\",\"role\":\"teacher\",\"classroom\":{\"id\":\""
                + zeros + "8\",\"name\":\"4b\",\"joinCode\":\"BCDFGH\"}}";
        assertThat(Json.write(ParticipantView.of(new Participant(id, "Ada", Role.TEACHER, Optional.of(room)))))
                .isEqualTo(taught);
        assertThat(Json.write(ParticipantView.of(new Participant(id, "Ada", Role.STUDENT, Optional.of(room)))))
                .isEqualTo(taught.replace("teacher", "student").replace(",\"joinCode\":\"BCDFGH\"", ""));
    }

    private static Participants participants(Database database, List<PersonalData> keepers) {
        return TestParticipants.of(database, keepers);
    }

    /** A classroom with its teacher. */
    private static UUID classroom(String name, UUID teacher) throws SQLException {
        UUID id = UUID.randomUUID();
        String code = id.toString().substring(0, 8);
        execute("insert into classroom (id, name, join_code) values ('" + id + "', '" + name + "', '" + code + "')");
        execute("insert into participant (id, classroom_id, role) values ('" + teacher + "', '" + id + "', 'teacher')");
        return id;
    }

    private static void join(UUID student, UUID classroom) throws SQLException {
        execute("insert into participant (id, classroom_id) values ('" + student + "', '" + classroom + "')");
    }

    private static void execute(String sql) throws SQLException {
        TestRows.execute(database, sql);
    }

    private static Map<String, JsonNode> unzip(byte[] bytes) throws IOException {
        Map<String, JsonNode> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                files.put(entry.getName(), Json.read(text, JsonNode.class, ApiError.INTERNAL));
            }
        }
        return files;
    }
}
