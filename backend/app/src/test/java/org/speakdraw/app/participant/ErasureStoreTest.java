package org.speakdraw.app.participant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.platform.TestDatabase;

/** Against a real PostgreSQL that notes in which transaction each picture went. */
class ErasureStoreTest {

    private static final Database database = TestDatabase.create();
    private static final int PIECE = 4;
    private static final int PICTURES = 11;

    private final ErasureStore erasure = new ErasureStore(database, PIECE);
    private final UUID participant = UUID.randomUUID();
    private UUID session = UUID.randomUUID();

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void recordSomething() throws SQLException {
        session = TestRows.writeIntoEveryTable(database, participant);
        TestRows.execute(
                database,
                "insert into keyframe (session_id, number, kind, offset_ms, seed, sha256, bytes, jpeg) select '"
                        + session + "', n + 2, 'output', n, 1, sha256('a'), 1, 'a' from generate_series(1, "
                        + (PICTURES - 1)
                        + ") n; insert into prompt_event (session_id, participant_id, occurred_at, source, prompt) select '"
                        + session
                        + "', '" + participant + "', now(), 'typed', 'a' from generate_series(1, " + (PICTURES - 1)
                        + "); "
                        + """
                create table gone (what text, piece bigint);
                create function note_gone() returns trigger language plpgsql as
                    $$begin insert into gone values (tg_table_name, txid_current()); return null; end$$;
                create trigger note_gone after delete on keyframe for each row execute function note_gone();
                create trigger note_gone after delete on prompt_event for each row execute function note_gone();
                create trigger note_gone after delete on handed_in_work for each row execute function note_gone();
                """);
    }

    @AfterEach
    void forgetPieces() throws SQLException {
        TestRows.execute(database, "drop function note_gone() cascade; drop table gone; delete from participant");
    }

    @Test
    void deletesARecordingInPieces() throws SQLException {
        erasure.recording(session);
        assertThat(rows("keyframe")).isZero();
        assertThat(rows("recording")).isZero();
        assertThat(rows("prompt_event")).as("the history stays").isEqualTo(PICTURES);
        assertPieces("keyframe", PICTURES);
    }

    @Test
    void deletesWhatHasComeOfAgeInPieces() throws SQLException {
        assertThat(erasure.recordingsBefore(Instant.EPOCH)).isZero();
        assertThat(erasure.sessionsBefore(Instant.EPOCH)).isZero();
        assertThat(rows("keyframe")).isEqualTo(PICTURES);
        assertThat(erasure.sessionsBefore(Instant.now().plusSeconds(60))).isEqualTo(1);
        assertThat(TestRows.references(database, List.of(session))).isEmpty();
        assertPieces("keyframe", PICTURES);
        assertPieces("prompt_event", PICTURES);
    }

    @Test
    void deletesAParticipantInPieces() throws SQLException {
        TestParticipants.delete(TestParticipants.of(database, List.of(), erasure), participant);
        assertThat(TestRows.references(database, List.of(session, participant))).isEmpty();
        assertPieces("keyframe", PICTURES);
        assertPieces("prompt_event", PICTURES);
    }

    @Test
    void deletesWhatAClassHasInPieces() throws SQLException {
        UUID classroom = UUID.randomUUID();
        TestRows.execute(
                database,
                "insert into classroom (id, name, join_code) values ('" + classroom
                        + "', '4b', 'abcdefgh'); update participant set classroom_id = '" + classroom + "'");
        TestParticipants.of(database, List.of(), erasure).deletePossessions(classroom);
        assertThat(TestRows.references(database, List.of(session))).isEmpty();
        assertThat(rows("participant")).as("goes with the class").isEqualTo(1);
        assertPieces("keyframe", PICTURES);
        TestRows.execute(database, "delete from classroom");
    }

    @Test
    void deletesTheWorksOfAForgottenClassInPieces() throws SQLException {
        desertedClassroom();
        erasure.forgotten(Instant.EPOCH);
        assertThat(rows("classroom")).isZero();
        assertThat(rows("participant")).isEqualTo(1);
        assertPieces("handed_in_work", PICTURES);
    }

    /** Which nobody is in, with works. */
    private UUID desertedClassroom() throws SQLException {
        UUID classroom = UUID.randomUUID();
        TestRows.execute(
                database,
                "insert into classroom (id, name, join_code) values ('" + classroom
                        + "', '4b', 'abcdefgh'); insert into handed_in_work (id, classroom_id, participant_id, prompt, picture)"
                        + " select gen_random_uuid(), '" + classroom + "', '" + participant
                        + "', '', '' from generate_series(1, "
                        + PICTURES + ")");
        return classroom;
    }

    @Test
    void leavesTheRestToAClassThatSomebodyJoinsMeanwhile() throws SQLException {
        UUID classroom = desertedClassroom();
        TestRows.execute(
                database,
                "create function come_in() returns trigger language plpgsql as $$begin update participant"
                        + " set classroom_id = '" + classroom
                        + "'; return null; end$$; create trigger come_in after delete on handed_in_work"
                        + " for each statement execute function come_in()");
        try {
            erasure.forgotten(Instant.EPOCH);
            assertThat(rows("classroom")).isEqualTo(1);
            assertThat(rows("handed_in_work where classroom_id = '" + classroom + "'"))
                    .isEqualTo(PICTURES - PIECE);
        } finally {
            TestRows.execute(
                    database,
                    "drop function come_in() cascade; update participant set classroom_id = null; delete from classroom");
        }
    }

    @Test
    void goesOnWhereItWasInterrupted() throws SQLException {
        TestRows.execute(database, """
                create function refuse() returns trigger language plpgsql as $$begin raise exception 'away'; end$$;
                create trigger refuse before delete on keyframe for each row when (old.number = 12) execute function refuse();
                """);
        try {
            assertThatThrownBy(() -> erasure.recordingsBefore(Instant.now().plusSeconds(60)))
                    .isInstanceOf(RequestException.class);
        } finally {
            TestRows.execute(database, "drop function refuse() cascade");
        }
        assertThat(rows("keyframe"))
                .as("what was done is done")
                .isLessThan(PICTURES)
                .isPositive();
        assertThat(rows("recording")).isEqualTo(1);

        assertThat(erasure.recordingsBefore(Instant.now().plusSeconds(60))).isEqualTo(1);
        assertThat(rows("keyframe")).isZero();
        assertPieces("keyframe", PICTURES);
    }

    @Test
    void refusesToBecomeAPartOfATransaction() {
        assertThatThrownBy(() -> database.useTransaction(() -> erasure.recording(session)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(rows("keyframe")).isEqualTo(PICTURES);
    }

    /** That {@code count} rows went, no more than a piece of them in one transaction. */
    private static void assertPieces(String table, int count) {
        List<Integer> pieces = database.withHandle(
                handle -> handle.select("select count(*) from gone where what = ? group by piece", table)
                        .mapTo(Integer.class)
                        .list());
        assertThat(pieces.stream().mapToInt(Integer::intValue).sum()).isEqualTo(count);
        assertThat(pieces).allMatch(rows -> rows <= PIECE);
    }

    private static int rows(String table) {
        return database.withHandle(handle -> handle.select("select count(*) from " + table)
                .mapTo(Integer.class)
                .one());
    }
}
