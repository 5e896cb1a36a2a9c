package org.speakdraw.app.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.speakdraw.app.platform.ApiError;
import org.speakdraw.app.platform.Database;
import org.speakdraw.app.platform.Json;
import org.speakdraw.app.platform.RequestException;
import org.speakdraw.app.recording.RecordingEntry.Kind;
import org.speakdraw.app.stream.session.SessionIds;

/**
 * Reads recordings from PostgreSQL. Every method throws {@code database-unavailable} while the database is away, and
 * those that take credentials {@code recording-unknown} for what is not the caller's, so that nobody learns what there
 * is.
 */
@Singleton
public class TimelineStore {

    private static final String SUMMARY = """
            select r.session_id, r.started_at, r.duration_ms, r.keeps_input, r.frames, r.bytes, r.repaint_of, r.title, s.bundle,
                (select p.prompt from prompt_event p
                    where p.session_id = r.session_id
                        and p.occurred_at <= r.started_at + r.duration_ms * interval '1 millisecond'
                    order by p.occurred_at desc, p.id desc limit 1) as prompt,
                coalesce(
                    (select k.number from keyframe k where k.session_id = r.session_id and k.kind = 'output'
                        and k.offset_ms >= r.duration_ms / 2 order by k.offset_ms, k.number limit 1),
                    (select k.number from keyframe k where k.session_id = r.session_id and k.kind = 'output'
                        order by k.offset_ms desc, k.number desc limit 1)) as thumbnail
            from recording r join session s on s.id = r.session_id
            """;

    static final String PAGE = SUMMARY + """
            where r.participant_id = :participant and (r.started_at, r.session_id) < (:before, :session)
            order by r.started_at desc, r.session_id desc limit :size
            """;

    static final String FRAMES = "select number, kind, offset_ms, seed from keyframe where session_id = :session"
            + " and kind = :kind"
            + " order by offset_ms, number";

    /** The prompts of the recording's time, and the one that was in force when it began. */
    static final String PROMPTS = """
            select greatest(0, (extract(epoch from p.occurred_at - r.started_at) * 1000)::bigint) as offset_ms,
                p.source, p.language, p.prompt, p.negative_prompt
            from recording r join prompt_event p on p.session_id = r.session_id
            where r.session_id = :session
                and p.occurred_at <= r.started_at + r.duration_ms * interval '1 millisecond'
                and p.occurred_at >= coalesce(
                    (select max(f.occurred_at) from prompt_event f
                        where f.session_id = r.session_id and f.occurred_at <= r.started_at),
                    r.started_at)
            order by p.occurred_at, p.id
            """;

    private static final OffsetDateTime NEWEST = OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final UUID LAST = new UUID(-1, -1);

    private final Database database;

    @Inject
    public TimelineStore(Database database) {
        this.database = database;
    }

    /**
     * The recordings of a participant, the newest first.
     *
     * @param cursor where a former page ended
     * @throws RequestException {@code request-invalid} for a cursor that is none
     */
    RecordingSummary.Page page(UUID participant, Optional<String> cursor, int size) {
        OffsetDateTime before = cursor.map(TimelineStore::startOf).orElse(NEWEST);
        UUID session = cursor.map(text -> SessionIds.parse(text.substring(text.indexOf('_') + 1)))
                .orElse(LAST);
        List<RecordingSummary> found = database.withHandle(handle -> handle.createQuery(PAGE)
                .bind("participant", participant)
                .bind("before", before)
                .bind("session", session)
                .bind("size", size + 1)
                .map((row, context) -> summary(row))
                .list());
        boolean more = found.size() > size;
        List<RecordingSummary> page = more ? found.subList(0, size) : found;
        return new RecordingSummary.Page(
                page, more ? Optional.of(page.get(size - 1).cursor()) : Optional.empty());
    }

    private static OffsetDateTime startOf(String cursor) {
        try {
            return Instant.parse(cursor.substring(0, Math.max(0, cursor.indexOf('_'))))
                    .atOffset(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new RequestException(ApiError.REQUEST_INVALID, "\"before\" must be what \"next\" said.", e);
        }
    }

    /** Checks that the recording is the caller's. */
    void require(UUID session, RecordingCredentials credentials) {
        database.useHandle(handle -> require(handle, session, credentials));
    }

    private static void require(Handle handle, UUID session, RecordingCredentials credentials) {
        boolean owned = handle.createQuery("""
                        select exists (select from recording where session_id = :session
                            and (participant_id = :participant or token_digest = :token))
                        """)
                .bind("session", session)
                .bind("participant", credentials.participant())
                .bind("token", credentials.tokenDigest())
                .mapTo(boolean.class)
                .one();
        if (!owned) {
            throw unknown();
        }
    }

    static RequestException unknown() {
        return new RequestException(ApiError.RECORDING_UNKNOWN, "There is no such recording.");
    }

    /** The recording without its pictures. */
    Timeline timeline(UUID session, RecordingCredentials credentials) {
        return database.withHandle(handle -> {
            require(handle, session, credentials);
            // Deleted meanwhile, if it is not there.
            return timeline(handle, session).orElseThrow(TimelineStore::unknown);
        });
    }

    /** The recordings of a participant, the oldest first. */
    List<UUID> recordings(UUID participant) {
        return database.withHandle(handle -> handle.createQuery(
                        "select session_id from recording where participant_id = :participant order by started_at")
                .bind("participant", participant)
                .mapTo(UUID.class)
                .list());
    }

    /** A recording without its pictures, where it is still kept; the caller has checked whose it is. */
    Optional<Timeline> find(UUID session) {
        return database.withHandle(handle -> timeline(handle, session));
    }

    private static Optional<Timeline> timeline(Handle handle, UUID session) {
        return handle.createQuery(SUMMARY + "where r.session_id = :session")
                .bind("session", session)
                .map((row, context) -> summary(row))
                .findOne()
                .map(summary -> timeline(handle, summary));
    }

    private static Timeline timeline(Handle handle, RecordingSummary summary) {
        UUID session = summary.session();
        return new Timeline(
                summary,
                handle.createQuery(PROMPTS)
                        .bind("session", session)
                        .map((row, context) -> prompt(row))
                        .list(),
                handle.createQuery("select offset_ms, changes from settings_event where session_id = :session"
                                + " order by offset_ms, number")
                        .bind("session", session)
                        .map((row, context) -> change(row))
                        .list(),
                Stream.of(Kind.values())
                        .flatMap(kind -> handle
                                .createQuery(FRAMES)
                                .bind("session", session)
                                .bind("kind", kind.id())
                                .map((row, context) -> frame(row))
                                .list()
                                .stream())
                        .toList(),
                handle.createQuery("select start_ms, end_ms, lost, reason from recording_gap"
                                + " where session_id = :session order by start_ms")
                        .bind("session", session)
                        .map((row, context) -> gap(row))
                        .list());
    }

    /**
     * SHA-256 of a key frame's JPEG, in hexadecimal, where it is still kept; checks that the recording is the caller's.
     */
    Optional<String> sha256(UUID session, int number, RecordingCredentials credentials) {
        return database.withHandle(handle -> {
            require(handle, session, credentials);
            return handle.createQuery(
                            "select encode(sha256, 'hex') from keyframe where session_id = :session and number = :number")
                    .bind("session", session)
                    .bind("number", number)
                    .mapTo(String.class)
                    .findOne();
        });
    }

    /**
     * A key frame's picture.
     *
     * @param sha256 of the JPEG as it was shown, in hexadecimal
     */
    record Picture(byte[] jpeg, String sha256) {}

    /** The picture of a key frame, where it is still kept; the caller has checked whose it is. */
    Optional<Picture> picture(UUID session, int number) {
        return database.withHandle(handle -> handle.createQuery("""
                        select jpeg, encode(sha256, 'hex') from keyframe where session_id = :session and number = :number
                        """)
                .bind("session", session)
                .bind("number", number)
                .map((row, context) -> new Picture(row.getBytes(1), row.getString(2)))
                .findOne());
    }

    /** The same without its digest. */
    Optional<byte[]> jpeg(UUID session, int number) {
        return picture(session, number).map(Picture::jpeg);
    }

    private static RecordingSummary summary(ResultSet row) throws SQLException {
        int thumbnail = row.getInt("thumbnail");
        boolean none = row.wasNull();
        return new RecordingSummary(
                row.getObject("session_id", UUID.class),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getLong("duration_ms"),
                row.getBoolean("keeps_input"),
                row.getLong("frames"),
                row.getLong("bytes"),
                row.getString("bundle"),
                row.getString("title"),
                Optional.ofNullable(row.getString("prompt")).orElse(""),
                none ? OptionalInt.empty() : OptionalInt.of(thumbnail),
                Optional.ofNullable(row.getObject("repaint_of", UUID.class)));
    }

    private static Timeline.Frame frame(ResultSet row) throws SQLException {
        return new Timeline.Frame(
                row.getInt(1), Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)), row.getLong(3), row.getLong(4));
    }

    private static Timeline.PromptMark prompt(ResultSet row) throws SQLException {
        return new Timeline.PromptMark(
                row.getLong(1),
                row.getString(2),
                Optional.ofNullable(row.getString(3)),
                row.getString(4),
                row.getString(5));
    }

    private static Timeline.Change change(ResultSet row) throws SQLException {
        return new Timeline.Change(row.getLong(1), Json.read(row.getString(2), ObjectNode.class, ApiError.INTERNAL));
    }

    private static Timeline.Gap gap(ResultSet row) throws SQLException {
        return new Timeline.Gap(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4));
    }
}
