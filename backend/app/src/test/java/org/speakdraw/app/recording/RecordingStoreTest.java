package org.speakdraw.app.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.participant.ErasureStore;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEntry.Keyframe;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.recording.RecordingEntry.Reason;

/** Against a real PostgreSQL. */
class RecordingStoreTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final RecordingConfig BOUNDS =
            new RecordingConfig(1 << 20, 10_000, 100_000, Duration.ofDays(30), 1, 60, 1);

    private static EmbeddedPostgres postgres;
    private static Database database;

    private final UUID participant = UUID.randomUUID();
    private final UUID session = UUID.randomUUID();
    private final byte[] token = new byte[32];
    private final RecordingStore store = new RecordingStore(database);
    private final ErasureStore erasure = new ErasureStore(database);
    private final TimelineStore timelines = new TimelineStore(database);
    private final RecordingCredentials owner = new RecordingCredentials(Optional.of(participant), Optional.empty());

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
        database = new Database(postgres.getJdbcUrl("postgres", "postgres"), "postgres", "");
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        database.close();
        postgres.close();
    }

    @BeforeEach
    void openSession() throws SQLException {
        token[0] = (byte) session.hashCode();
        execute("delete from recording");
        execute("insert into participant (id) values ('" + participant + "')");
        open(session);
        prompt(-60, "long before");
        prompt(-5, "in force at the start");
        prompt(3, "during");
        prompt(3_600, "long after");
    }

    @Test
    void knowsWhatIsBeingRecordedUntilItIsSwitchedOff() throws SQLException {
        store.write(List.of(begun(session)), BOUNDS);
        assertThat(store.going(session)).contains(new RecordingStore.Going(2, false));
        store.write(List.of(new RecordingEntry.Switched(session, 2, 1_000, 5, true)), BOUNDS);
        assertThat(store.going(session)).contains(new RecordingStore.Going(5, true));
        assertThat(store.goingInCluster(List.of(session)))
                .as("no server has it")
                .isEmpty();
        execute(
                "insert into cluster_node (number, cluster, address, incarnation, seen_at) values (7, 'c', 'http://a:1',"
                        + " gen_random_uuid(), now()); insert into live_session (id, node, address, token_digest, settings)"
                        + " values ('" + session + "', 7, '192.0.2.1', sha256('a'), '{}')");
        assertThat(store.goingInCluster(List.of(session))).containsExactly(session);
        store.write(List.of(new RecordingEntry.Switched(session, 3, 2_000, 0, true)), BOUNDS);
        assertThat(store.going(session)).isEmpty();
        assertThat(store.goingInCluster(List.of(session))).isEmpty();
        execute("delete from cluster_node");
    }

    @Test
    void keepsARecordingAndGivesItsTimelineAndPicturesBack() {
        store.write(
                List.of(
                        begun(session),
                        settings(1, 0, "strength", 0.5),
                        frame(session, 2, 100, 50),
                        settings(3, 2_000, "strength", 0.8),
                        new RecordingEntry.Gap(session, 4, 3_000, 4_000, 7, Reason.UNWRITTEN),
                        frame(session, 5, 4_500, 60)),
                BOUNDS);

        Timeline timeline = timelines.timeline(session, owner);
        assertThat(timeline.summary().millis()).isEqualTo(4_500);
        assertThat(timeline.summary().frames()).isEqualTo(2);
        assertThat(timeline.summary().bytes()).isEqualTo(110);
        assertThat(timeline.summary().prompt()).isEqualTo("during");
        assertThat(timeline.prompts())
                .extracting(Timeline.PromptMark::offset, Timeline.PromptMark::prompt)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, "in force at the start"),
                        org.assertj.core.groups.Tuple.tuple(3_000L, "during"));
        assertThat(timeline.settings()).extracting(Timeline.Change::offset).containsExactly(0L, 2_000L);
        assertThat(timeline.frames()).extracting(Timeline.Frame::number).containsExactly(2, 5);
        assertThat(timeline.settings().get(0).changes()).hasToString("{\"strength\":0.5}");
        assertThat(timeline.gaps()).containsExactly(new Timeline.Gap(3_000, 4_000, 7, "unwritten"));
        assertThat(timelines.picture(session, 5)).hasValueSatisfying(picture -> {
            assertThat(picture.jpeg()).hasSize(60);
            assertThat(picture.sha256()).isEqualTo("00".repeat(32));
        });
    }

    @Test
    void keepsTheTitleThatItsOwnerGives() {
        store.write(List.of(begun(session)), BOUNDS);
        assertThat(timelines.timeline(session, owner).summary().title()).isEmpty();
        store.rename(session, "Füchse im Schnee");
        assertThat(timelines.timeline(session, owner).summary().title()).isEqualTo("Füchse im Schnee");
    }

    @Test
    void keepsAPartAsIfItHadBegunThere() {
        store.write(
                List.of(
                        begun(session),
                        settings(1, 0, "strength", 0.5),
                        frame(session, 2, 100, 50),
                        frame(session, 3, 900, 60),
                        settings(4, 1_500, "strength", 0.8),
                        new RecordingEntry.Gap(session, 5, 2_500, 3_500, 7, Reason.UNWRITTEN),
                        frame(session, 6, 3_600, 70),
                        frame(session, 7, 5_000, 80),
                        settings(8, 5_500, "strength", 0.9)),
                BOUNDS);
        CutStore cut = new CutStore(database, 1);
        CutStore.Part part = cut.dropRest(session, new RecordingEdit.Span(1_000, 4_000));
        assertThat(part.span()).isEqualTo(new RecordingEdit.Span(1_000, 4_000));
        assertThat(timelines.timeline(session, owner).summary().bytes())
                .as("whole but for the pictures of the rest, should it end here")
                .isEqualTo(130);
        cut.moveToStart(session, part);

        Timeline timeline = timelines.timeline(session, owner);
        assertThat(timeline.summary().millis()).isEqualTo(3_000);
        assertThat(timeline.summary().startedAt()).isEqualTo(START.plusSeconds(1));
        assertThat(timeline.summary().frames()).isEqualTo(2);
        assertThat(timeline.summary().bytes()).isEqualTo(130);
        assertThat(timeline.frames())
                .as("what was on the screen when the part begins is still there")
                .extracting(Timeline.Frame::number, Timeline.Frame::offset)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(3, 0L), org.assertj.core.groups.Tuple.tuple(6, 2_600L));
        assertThat(timeline.settings()).extracting(Timeline.Change::offset).containsExactly(0L, 500L);
        assertThat(timeline.gaps()).containsExactly(new Timeline.Gap(1_500, 2_500, 7, "unwritten"));
        assertThat(timeline.prompts())
                .extracting(Timeline.PromptMark::offset, Timeline.PromptMark::prompt)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0L, "in force at the start"),
                        org.assertj.core.groups.Tuple.tuple(2_000L, "during"));
    }

    @Test
    void dropsALongRestInPieces() throws SQLException {
        writeFrames(session, 20);
        execute("create table piece (id bigint); create function note_piece() returns trigger language plpgsql as"
                + " $$begin insert into piece values (txid_current()); return null; end$$;"
                + " create trigger note_piece after delete on keyframe for each row execute function note_piece()");
        try {
            new CutStore(database, 4).dropRest(session, new RecordingEdit.Span(500, 1_000));
            assertThat(timelines.timeline(session, owner).frames())
                    .extracting(Timeline.Frame::number)
                    .containsExactly(5, 6, 7, 8, 9, 10);
            assertThat(query("select max(n) from (select count(*) as n from piece group by id) pieces"))
                    .isEqualTo("4");
        } finally {
            execute("drop function note_piece() cascade; drop table piece");
        }
    }

    @Test
    void leavesThePicturesAloneThatAreCutAtTheEndOnly() throws SQLException {
        writeFrames(session, 20);
        String rows = "select string_agg(ctid::text, ' ' order by number) from keyframe where offset_ms <= 1000";
        String before = query(rows);
        CutStore cut = new CutStore(database, 4);
        cut.moveToStart(session, cut.dropRest(session, new RecordingEdit.Span(0, 1_000)));
        assertThat(timelines.timeline(session, owner).summary().millis()).isEqualTo(1_000);
        assertThat(query(rows)).isEqualTo(before);
    }

    @Test
    void isCutByOneAtATimeAndNotWhileItGoesOn() {
        writeFrames(session, 20);
        CutStore cut = new CutStore(database, 1);
        CutStore.Part first = cut.dropRest(session, new RecordingEdit.Span(500, 1_000));
        CutStore.Part again = cut.dropRest(session, new RecordingEdit.Span(500, 1_000));
        cut.moveToStart(session, first);
        List<Timeline.Frame> kept = timelines.timeline(session, owner).frames();
        assertThatThrownBy(() -> cut.moveToStart(session, again))
                .hasFieldOrPropertyWithValue("code", ApiError.RECORDING_ONGOING);
        assertThat(timelines.timeline(session, owner).frames()).isEqualTo(kept);

        CutStore.Part later = cut.dropRest(session, new RecordingEdit.Span(0, 300));
        store.write(List.of(frame(session, 30, 3_000, 100)), BOUNDS);
        assertThatThrownBy(() -> cut.moveToStart(session, later))
                .hasFieldOrPropertyWithValue("code", ApiError.RECORDING_ONGOING);
        assertThat(timelines.timeline(session, owner).frames())
                .extracting(Timeline.Frame::offset)
                .endsWith(3_000L);
    }

    @Test
    void saysThatARecordingIsUnknownThatGoesBeforeItIsCut() {
        store.write(List.of(begun(session), frame(session, 1, 2_000, 50)), BOUNDS);
        erasure.recording(session);
        CutStore cut = new CutStore(database, 1);
        RecordingEdit.Span part = new RecordingEdit.Span(0, 1_000);
        assertThatThrownBy(() -> cut.dropRest(session, part))
                .hasFieldOrPropertyWithValue("code", ApiError.RECORDING_UNKNOWN);
        assertThatThrownBy(() -> cut.moveToStart(session, new CutStore.Part(part, 2_000)))
                .hasFieldOrPropertyWithValue("code", ApiError.RECORDING_UNKNOWN);
    }

    @Test
    void refusesToCutEverythingAway() {
        store.write(List.of(begun(session), frame(session, 1, 2_000, 50)), BOUNDS);
        CutStore cut = new CutStore(database, 1);
        CutStore.Part part = cut.dropRest(session, new RecordingEdit.Span(500, Long.MAX_VALUE));
        assertThat(part.span()).isEqualTo(new RecordingEdit.Span(500, 2_000));
        cut.moveToStart(session, part);
        assertThatThrownBy(() -> cut.dropRest(session, new RecordingEdit.Span(1_500, 9_000)))
                .hasFieldOrPropertyWithValue("code", ApiError.REQUEST_INVALID);
        assertThatThrownBy(() -> cut.dropRest(session, new RecordingEdit.Span(-1, 100)))
                .hasFieldOrPropertyWithValue("code", ApiError.REQUEST_INVALID);
        assertThat(timelines.timeline(session, owner).frames()).hasSize(1);
    }

    @Test
    void keepsABatchThatIsWrittenTwiceOnce() {
        List<RecordingEntry> batch =
                List.of(begun(session), settings(1, 0, "strength", 0.5), frame(session, 2, 100, 50));
        store.write(batch, BOUNDS);
        store.write(batch, BOUNDS);
        Timeline timeline = timelines.timeline(session, owner);
        assertThat(timeline.frames()).hasSize(1);
        assertThat(timeline.settings()).hasSize(1);
        assertThat(timeline.summary().bytes()).isEqualTo(50);
    }

    @Test
    void isForItsOwnersCookieOrTokenOnly() {
        store.write(List.of(begun(session), frame(session, 2, 100, 50)), BOUNDS);
        timelines.require(session, owner);
        assertThat(timelines.sha256(session, 2, owner)).contains("00".repeat(32));
        assertThat(timelines.sha256(session, 3, owner)).isEmpty();
        assertThatThrownBy(() -> timelines.sha256(
                        session, 2, new RecordingCredentials(Optional.of(UUID.randomUUID()), Optional.empty())))
                .isInstanceOf(RequestException.class);
        timelines.require(session, new RecordingCredentials(Optional.empty(), Optional.of(token)));
        byte[] otherToken = token.clone();
        otherToken[31]++;
        assertThatThrownBy(() -> timelines.require(
                        session, new RecordingCredentials(Optional.of(UUID.randomUUID()), Optional.of(otherToken))))
                .hasFieldOrPropertyWithValue("code", ApiError.RECORDING_UNKNOWN);
        assertThatThrownBy(() -> timelines.require(UUID.randomUUID(), owner))
                .hasFieldOrPropertyWithValue("code", ApiError.RECORDING_UNKNOWN);
    }

    @Test
    void givesUpTheOldestFramesOfARecordingOverItsBoundAndSaysSo() {
        List<RecordingEntry> batch = new ArrayList<>(List.of(begun(session)));
        for (int number = 1; number <= 12; number++) {
            batch.add(frame(session, number, number * 100L, 1_000));
        }
        assertThat(store.write(batch, BOUNDS)).isEmpty();

        Timeline timeline = timelines.timeline(session, owner);
        assertThat(timeline.frames()).extracting(Timeline.Frame::number).containsExactly(4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(timeline.summary().bytes()).isEqualTo(9_000);
        assertThat(timeline.gaps()).containsExactly(new Timeline.Gap(0, 300, 3, "trimmed"));

        store.write(List.of(frame(session, 13, 1_300, 1_000), frame(session, 14, 1_400, 1_000)), BOUNDS);
        assertThat(timelines.timeline(session, owner).gaps()).containsExactly(new Timeline.Gap(0, 500, 5, "trimmed"));
    }

    @Test
    void givesUpTheOldestRecordingsOverTheTotalAndTellsWhich() throws SQLException {
        UUID older = session;
        store.write(List.of(begun(older), frame(older, 1, 0, 1_500)), BOUNDS);
        UUID newer = beginLater();
        assertThat(erasure.recordingsOver(3_000)).isEmpty();
        assertThat(erasure.recordingsOver(2_000)).isEqualTo(Set.of(older));
        assertThatThrownBy(() -> timelines.require(older, owner)).isInstanceOf(RequestException.class);
        timelines.require(newer, owner);
    }

    @Test
    void givesUpALargeRecordingALittleAtATimeAndNoOtherForIt() throws SQLException {
        ErasureStore slow = new ErasureStore(database, 1);
        UUID older = session;
        writeFrames(older, 20);
        UUID newer = beginLater();

        assertThat(slow.recordingsOver(2_000)).as("it is on its way out").isEmpty();
        assertThat(timelines.timeline(older, owner).frames()).hasSize(8);
        assertThat(slow.recordingsOver(2_000)).isEqualTo(Set.of(older));
        timelines.require(newer, owner);
    }

    @Test
    void saysThatARecordingIsGoneOnlyWhenItIs() {
        ErasureStore slow = new ErasureStore(database, 1);
        writeFrames(session, 12);
        assertThat(slow.recordingsOver(0)).isEmpty();
        timelines.require(session, owner);
        assertThat(slow.recordingsOver(0)).isEqualTo(Set.of(session));
    }

    @Test
    void givesUpSmallRecordingsManyAtATime() throws SQLException {
        Set<UUID> small = new TreeSet<>();
        for (int i = 0; i < 30; i++) {
            UUID each = UUID.randomUUID();
            open(each);
            store.write(List.of(begun(each), frame(each, 1, 0, 100)), BOUNDS);
            small.add(each);
        }
        UUID newer = beginLater();
        assertThat(erasure.recordingsOver(1_500)).isEqualTo(small);
        timelines.require(newer, owner);
    }

    private void writeFrames(UUID id, int count) {
        List<RecordingEntry> batch = new ArrayList<>(List.of(begun(id)));
        for (int number = 1; number <= count; number++) {
            batch.add(frame(id, number, number * 100L, 100));
        }
        store.write(batch, BOUNDS);
    }

    /** A recording of 1,500 bytes that began later than that of the test. */
    private UUID beginLater() throws SQLException {
        UUID newer = UUID.randomUUID();
        open(newer);
        store.write(
                List.of(
                        new RecordingEntry.Begun(newer, token, START.plusSeconds(9), 2, false, Optional.empty()),
                        frame(newer, 1, 0, 1_500)),
                BOUNDS);
        return newer;
    }

    @Test
    void tellsThatARecordingWasDeletedWhileItWasGoingOn() {
        store.write(List.of(begun(session)), BOUNDS);
        erasure.recording(session);
        assertThat(store.write(List.of(frame(session, 1, 0, 10)), BOUNDS)).isEqualTo(Set.of(session));
    }

    @Test
    void deletesRecordingsThatHaveComeOfAge() {
        store.write(List.of(begun(session), frame(session, 1, 0, 10)), BOUNDS);
        assertThat(erasure.recordingsBefore(START)).isZero();
        assertThat(erasure.recordingsBefore(START.plusSeconds(1))).isEqualTo(1);
    }

    @Test
    void leavesNoTraceOfASessionOrOfAParticipantInAnyTable() throws SQLException {
        List<RecordingEntry> everything = List.of(
                begun(session),
                settings(1, 0, "strength", 0.5),
                frame(session, 2, 0, 10),
                new RecordingEntry.Gap(session, 3, 0, 1, 1, Reason.PAUSED));
        store.write(everything, BOUNDS);
        assertThat(tablesThatMention(session))
                .containsExactlyInAnyOrder(
                        "session", "prompt_event", "recording", "settings_event", "keyframe", "recording_gap");

        erasure.recording(session);
        assertThat(tablesThatMention(session)).as("prompts stay").containsExactlyInAnyOrder("session", "prompt_event");
        erasure.session(session);
        assertThat(tablesThatMention(session)).isEmpty();

        open(session);
        store.write(everything, BOUNDS);
        execute("delete from participant where id = '" + participant + "'");
        assertThat(tablesThatMention(session)).isEmpty();
        assertThat(tablesThatMention(participant)).isEmpty();
    }

    @Test
    void saysWhenTheDiskOfTheDatabaseIsFull() throws SQLException {
        store.write(List.of(begun(session)), BOUNDS);
        execute("create function no_room() returns trigger language plpgsql as"
                + " $$begin raise exception 'no room' using errcode = 'disk_full'; end$$");
        execute("create trigger no_room before insert on keyframe for each row execute function no_room()");
        try {
            assertThatThrownBy(() -> store.write(List.of(frame(session, 1, 0, 10)), BOUNDS))
                    .isInstanceOfSatisfying(
                            RequestException.class,
                            e -> assertThat(RecordingWriter.isDiskFull(e)).isTrue());
        } finally {
            execute("drop function no_room() cascade");
        }
    }

    @Test
    void notesAPictureThatTheDatabaseRefusesAsAGapAndKeepsTheOthers() throws SQLException {
        execute("alter table keyframe add constraint no_thirteen check (number <> 13)");
        try {
            store.write(
                    List.of(
                            begun(session),
                            frame(session, 12, 100, 10),
                            frame(session, 13, 200, 10),
                            frame(session, 14, 300, 10)),
                    BOUNDS);
        } finally {
            execute("alter table keyframe drop constraint no_thirteen");
        }
        Timeline timeline = timelines.timeline(session, owner);
        assertThat(timeline.frames()).extracting(Timeline.Frame::number).containsExactly(12, 14);
        assertThat(timeline.summary().frames()).isEqualTo(2);
        assertThat(timeline.gaps()).containsExactly(new Timeline.Gap(200, 200, 1, "unwritten"));
    }

    @Test
    void pagesThroughTheRecordingsOfOneParticipantWithoutRepeatingOrLeavingOut() throws SQLException {
        List<UUID> sessions = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            UUID each = UUID.randomUUID();
            open(each);
            // All at the same moment: only the id tells them apart.
            store.write(List.of(new RecordingEntry.Begun(each, token, START, 2, false, Optional.empty())), BOUNDS);
            sessions.add(each);
        }
        List<UUID> paged = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            RecordingSummary.Page page = timelines.page(participant, cursor, 3);
            page.recordings().forEach(each -> paged.add(each.session()));
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(paged).containsExactlyInAnyOrderElementsOf(sessions);
        assertThat(timelines.page(UUID.randomUUID(), Optional.empty(), 3).recordings())
                .isEmpty();
        assertThatThrownBy(() -> timelines.page(participant, Optional.of("nonsense"), 3))
                .isInstanceOf(RequestException.class);
    }

    @Test
    void readsFirstPagesFromIndexesAlsoAmongThousandsOfRecordings() throws SQLException {
        execute(ManyRecordings.sql(participant, 2_000, 20));
        execute("analyze");
        UUID id = UUID.fromString(query("select session_id from recording limit 1"));
        assertThat(plan(
                        TimelineStore.PAGE,
                        Map.of(
                                "participant",
                                participant,
                                "before",
                                START.plusSeconds(1L << 30),
                                "session",
                                id,
                                "size",
                                25)))
                .contains("recording_by_participant")
                .doesNotContain("Seq Scan");
        for (Kind kind : Kind.values()) {
            assertThat(plan(TimelineStore.FRAMES, Map.of("session", id, "kind", kind.id())))
                    .contains("keyframe_in_order")
                    .doesNotContain("Seq Scan");
        }
        assertThat(plan(TimelineStore.PROMPTS, Map.of("session", id)))
                .contains("prompt_event_by_session")
                .doesNotContain("Seq Scan");
    }

    @Test
    void knowsHowFarARecordingGoesThatAnotherServerBegan() {
        assertThat(store.find(session)).isEmpty();
        store.write(List.of(begun(session), frame(session, 2, 100, 50), settings(3, 2_000, "strength", 0.8)), BOUNDS);
        assertThat(store.find(session)).contains(new RecordingStore.Kept(START, 2_000, 3));
    }

    private RecordingEntry begun(UUID id) {
        return new RecordingEntry.Begun(id, token, START, 2, false, Optional.empty());
    }

    private RecordingEntry settings(int number, long offset, String name, double value) {
        return new RecordingEntry.SettingsChanged(
                session, number, offset, Json.mapper().createObjectNode().put(name, value));
    }

    private static Keyframe frame(UUID id, int number, long offset, int bytes) {
        return new Keyframe(id, number, offset, Kind.OUTPUT, 42, new byte[32], new byte[bytes]);
    }

    private void open(UUID id) throws SQLException {
        execute("insert into session (id, participant_id, bundle, started_at) values ('" + id + "', '" + participant
                + "', 'pocket', '" + START.minusSeconds(60) + "')");
    }

    private void prompt(long seconds, String text) throws SQLException {
        execute("insert into prompt_event (session_id, occurred_at, source, prompt) values ('" + session + "', '"
                + START.plusSeconds(seconds) + "', 'typed', '" + text + "')");
    }

    private static List<String> tablesThatMention(UUID id) throws SQLException {
        List<String> mentioning = new ArrayList<>();
        String tables = query("select string_agg(table_name, ',') from information_schema.tables"
                + " where table_schema = 'public' and table_type = 'BASE TABLE'");
        for (String table : tables.split(",")) {
            if (!query("select count(*) from " + table + " t where t::text like '%" + id + "%'")
                    .equals("0")) {
                mentioning.add(table);
            }
        }
        return mentioning;
    }

    private static String plan(String sql, Map<String, Object> values) {
        return database.withHandle(handle -> String.join(
                "\n",
                handle.createQuery("explain " + sql)
                        .bindMap(values)
                        .mapTo(String.class)
                        .list()));
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
