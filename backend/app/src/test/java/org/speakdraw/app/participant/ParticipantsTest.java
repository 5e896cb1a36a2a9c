package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
import org.speakdraw.app.platform.DiskSpace;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;

/** Against a real PostgreSQL. */
class ParticipantsTest {

    private static final int MAX_NEWCOMERS = 3;

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
        assertThat(references(List.of(somebody))).isEmpty();
    }

    @Test
    void joinsAClassroomByItsCodeHoweverItIsTyped() {
        String code = classroom().joinCode();
        String typed = code.substring(0, 3).toLowerCase(java.util.Locale.ROOT) + " - " + code.substring(3);

        Participant student = participants.join(somebody, typed);

        assertThat(student.role()).isEqualTo(Role.STUDENT);
        assertThat(student.classroom().orElseThrow().name()).isEqualTo("4b");
        assertThat(participants.leave(somebody).classroom()).isEmpty();
    }

    @Test
    void refusesAWrongCodeAndKeepsNothingOfWhoTriedIt() throws SQLException {
        for (String wrong : List.of("BBBBBBBB", "OOOOOOOO", "", "x".repeat(1000))) {
            assertThatThrownBy(() -> participants.join(somebody, wrong)).hasMessage("No classroom has this code.");
        }
        assertThat(references(List.of(somebody))).isEmpty();
    }

    @Test
    void keepsNothingOfWhoLeavesNoClassroom() throws SQLException {
        participants.leave(somebody);
        assertThat(references(List.of(somebody))).isEmpty();
    }

    @Test
    void boundsNewcomersOfAClassroomButNotItsMembers() {
        String code = classroom().joinCode();
        participants.join(somebody, code);
        for (int i = 1; i < MAX_NEWCOMERS; i++) {
            participants.join(UUID.randomUUID(), code);
        }
        assertThatThrownBy(() -> participants.join(UUID.randomUUID(), code))
                .isInstanceOfSatisfying(RequestException.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(ApiError.TOO_MANY_REQUESTS);
                    assertThat(refusal.retryAfter()).isPresent();
                });
        assertThat(participants.join(somebody, code).classroom()).isPresent();
    }

    @Test
    void forgetsWhoWasNotSeenAndOwnsNothing() throws SQLException {
        ParticipantStore store = new ParticipantStore(database);
        Instant longAgo = Instant.parse("2020-01-01T00:00:00Z");
        Instant age = longAgo.plusSeconds(1);
        UUID owner = UUID.randomUUID();
        UUID session = writeSomethingIntoEveryTable(owner);
        Participant.Classroom forgotten = classroom();
        participants.join(somebody, forgotten.joinCode());
        UUID student = UUID.randomUUID();
        UUID active = participants
                .createClassroom(UUID.randomUUID(), "5a")
                .classroom()
                .orElseThrow()
                .id();
        execute("insert into participant (id, classroom_id) values ('" + student + "', '" + active + "')");
        execute("update participant set seen_at = '" + longAgo + "' where id in ('" + owner + "', '" + teacher + "', '"
                + somebody + "', '" + student + "')");
        store.ensure(somebody);

        store.deleteForgotten(age);
        assertThat(references(List.of(student))).as("seen by nobody").isEmpty();
        assertThat(references(List.of(teacher))).as("a student was seen").containsKey("participant.id");

        execute("update participant set seen_at = '" + longAgo + "' where id = '" + somebody + "'");
        store.deleteForgotten(age);

        assertThat(references(List.of(teacher, somebody, forgotten.id()))).isEmpty();
        assertThat(references(List.of(active))).containsKey("participant.classroom_id");
        assertThat(references(List.of(owner, session))).containsKeys("session.participant_id", "preset.owner_id");
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
    void aTeacherCannotWalkAwayFromTheClassroom() {
        classroom();
        assertThatThrownBy(() -> participants.leave(teacher))
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.code().id()).isEqualTo("classroom-taught"));
    }

    @Test
    void onlyTheTeacherDeletesAClassroomAndThenEverythingOfEverybodyInItIsGone() throws SQLException {
        Participant.Classroom classroom = classroom();
        participants.join(somebody, classroom.joinCode());
        UUID session = writeSomethingIntoEveryTable(somebody);
        List<UUID> all = List.of(somebody, teacher, classroom.id(), session);
        assertThatThrownBy(() -> participants.deleteClassroom(somebody, classroom.id()))
                .hasMessageContaining("Only its teacher");
        assertThat(references(all)).containsKeys("participant.classroom_id", "session.participant_id");

        participants.deleteClassroom(teacher, classroom.id());

        assertThat(references(all)).isEmpty();
    }

    @Test
    void everythingOfAParticipantIsGoneFromEveryTable() throws SQLException {
        participants.rename(somebody, "Ada");
        UUID session = writeSomethingIntoEveryTable(somebody);
        List<UUID> mine = List.of(somebody, session);
        assertThat(references(mine))
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

        assertThat(references(mine)).isEmpty();
    }

    @Test
    void aClassroomWhoseTeacherIsGoneIsDissolvedAndItsStudentsStay() throws SQLException {
        Participant.Classroom classroom = classroom();
        participants.join(somebody, classroom.joinCode());

        participants.delete(teacher);

        assertThat(references(List.of(teacher, classroom.id()))).isEmpty();
        assertThat(participants.find(somebody).classroom()).isEmpty();
        assertThat(references(List.of(somebody))).containsKey("participant.id");
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
        ParticipantStore store = new ParticipantStore(database);
        SavingLimits limits = new SavingLimits(new DiskSpace(List.of(), folder -> 0), MAX_NEWCOMERS, 1, 1);
        return new Participants(database, store, new ParticipantKey(database, store), limits, keepers);
    }

    private Participant.Classroom classroom() {
        return participants.createClassroom(teacher, "4b").classroom().orElseThrow();
    }

    /** A row in every table that knows a participant or a session. */
    private UUID writeSomethingIntoEveryTable(UUID participant) throws SQLException {
        UUID session = UUID.randomUUID();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(String.format("""
                    insert into participant (id) values ('%1$s') on conflict do nothing;
                    insert into session (id, participant_id, bundle, started_at) values ('%2$s', '%1$s', 'pocket', now());
                    insert into prompt_event (session_id, participant_id, occurred_at, source, prompt)
                        values ('%2$s', '%1$s', now(), 'typed', 'a');
                    insert into recording (session_id, participant_id, token_digest, started_at, keeps_input)
                        values ('%2$s', '%1$s', sha256('a'), now(), false);
                    insert into settings_event (session_id, number, offset_ms, changes) values ('%2$s', 1, 0, '{}');
                    insert into keyframe (session_id, number, kind, offset_ms, seed, sha256, bytes, jpeg)
                        values ('%2$s', 2, 'output', 0, 1, sha256('a'), 0, '');
                    insert into recording_gap (session_id, number, start_ms, end_ms, lost, reason)
                        values ('%2$s', 3, 0, 1, 0, 'paused');
                    insert into preset (id, name, prompt, visibility, owner_id) values ('%3$s', 'a', 'a', 'mine', '%1$s');
                    insert into preset_favourite (participant_id, preset_id) values ('%1$s', '%3$s');
                    """, participant, session, UUID.randomUUID()));
        }
        return session;
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every column of type UUID of every table that holds one of {@code ids}, and in how many rows. */
    private static Map<String, Integer> references(List<UUID> ids) throws SQLException {
        String wanted = String.join(",", ids.stream().map(id -> "'" + id + "'").toList());
        Map<String, Integer> found = new TreeMap<>();
        try (Connection connection = database.connect();
                Statement columns = connection.createStatement();
                Statement count = connection.createStatement();
                ResultSet column = columns.executeQuery("select table_name, column_name from information_schema.columns"
                        + " where table_schema = 'public' and data_type = 'uuid'")) {
            while (column.next()) {
                String table = column.getString(1);
                String name = column.getString(2);
                try (ResultSet rows = count.executeQuery(
                        "select count(*) from " + table + " where " + name + " in (" + wanted + ")")) {
                    rows.next();
                    if (rows.getInt(1) > 0) {
                        found.put(table + "." + name, rows.getInt(1));
                    }
                }
            }
        }
        return found;
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
